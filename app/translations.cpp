// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

// Resources of a static library are dropped by the linker unless asked for, outside any namespace.
static void initResources() { Q_INIT_RESOURCE(heddle_i18n); }

namespace heddle::app {

void installTranslations(const QString& language) {
  initResources();
  QCoreApplication* qt = QCoreApplication::instance();
  const QLocale locale = language.isEmpty() ? QLocale() : QLocale(language);
  QLocale::setDefault(locale);
  auto* qtBase = new QTranslator(qt);
  if (qtBase->load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                   QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
    QCoreApplication::installTranslator(qtBase);
  auto* own = new QTranslator(qt);
  // English has its own file for plural forms; it is right for every language we do not have.
  if (own->load(locale, QStringLiteral("heddle"), QStringLiteral("_"), QStringLiteral(":/i18n")) ||
      own->load(QStringLiteral(":/i18n/heddle_en.qm")))
    QCoreApplication::installTranslator(own);
  // English needs none: the engine speaks it.
  auto* engine = new QTranslator(qt);
  if (engine->load(locale, QStringLiteral("engine"), QStringLiteral("_"), QStringLiteral(":/i18n")))
    QCoreApplication::installTranslator(engine);
}

}  // namespace heddle::app
