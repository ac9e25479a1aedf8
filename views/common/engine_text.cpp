// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/common/engine_text.h"

#include <QCoreApplication>

namespace heddle::views {

QString engineText(const Phrase& phrase) {
  if (phrase.isName || phrase.empty()) return QString::fromStdString(phrase.format);
  const QString format = QCoreApplication::translate("Engine", phrase.format.c_str());
  std::vector<std::string> words;
  for (const Phrase& a : phrase.arguments) words.push_back(engineText(a).toStdString());
  return QString::fromStdString(filled(format.toStdString(), words));
}

QString engineWords(const std::string& words) {
  return words.empty() ? QString() : QCoreApplication::translate("Engine", words.c_str());
}

QString messageOf(const Diagnostic& diagnostic) { return engineText(messagePhrase(diagnostic)); }
QString hintOf(const Diagnostic& diagnostic) { return engineText(hintPhrase(diagnostic)); }
QString lineOf(const Diagnostic& diagnostic) { return engineText(linePhrase(diagnostic)); }

}  // namespace heddle::views
