// SPDX-License-Identifier: Apache-2.0
#include "engine/support/diagnostic.h"

namespace heddle {
namespace {

std::vector<std::string> labelsOf(const Diagnostic& diagnostic) {
  std::vector<std::string> out;
  for (const Subject& s : diagnostic.subjects) out.push_back(s.label);
  return out;
}

Phrase phraseOf(const std::string& words, const Diagnostic& diagnostic) {
  Phrase out(words.c_str());
  for (const Subject& s : diagnostic.subjects) {
    out.arguments.emplace_back(s.label);
    out.arguments.back().isName = s.kind != "phrase";
  }
  return out;
}

}  // namespace

std::string messageText(const Diagnostic& diagnostic) {
  return filled(diagnostic.message, labelsOf(diagnostic));
}

std::string hintText(const Diagnostic& diagnostic) {
  return filled(diagnostic.hint, labelsOf(diagnostic));
}

Phrase messagePhrase(const Diagnostic& diagnostic) {
  return phraseOf(diagnostic.message, diagnostic);
}

Phrase hintPhrase(const Diagnostic& diagnostic) { return phraseOf(diagnostic.hint, diagnostic); }

Phrase linePhrase(const Diagnostic& diagnostic) {
  Phrase out = messagePhrase(diagnostic);
  if (!diagnostic.where.empty()) out = {"{0}: {1}", {diagnostic.where, out}};
  if (!diagnostic.hint.empty()) out = {"{0} ({1})", {out, hintPhrase(diagnostic)}};
  return out;
}

std::string toText(const Diagnostic& diagnostic) { return linePhrase(diagnostic).text(); }

}  // namespace heddle
