// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QIcon>
#include <QSettings>
#include <QStandardPaths>

#include "app/main_window.h"
#include "app/tour.h"
#include "app/translations.h"
#include "views/common/platform_noise.h"

using namespace heddle;

namespace {

struct Arguments {
  QString model;
  app::TourRequest tour;
  QString theme, language;
  QSize size;
};

Arguments parse(const QApplication& qt) {
  QCommandLineParser parser;
  parser.setApplicationDescription(
      QCoreApplication::translate("main", "Workbench for compiled neural networks"));
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addPositionalArgument("model", QCoreApplication::translate("main", "ONNX model to open"));
  const QCommandLineOption screenshot(
      "screenshot", QCoreApplication::translate("main", "Write a picture of the window and quit"), "file");
  const QCommandLineOption tour(
      "tour", QCoreApplication::translate("main", "Write pictures of every view and quit"), "folder");
  const QCommandLineOption theme(
      "theme", QCoreApplication::translate("main", "light or dark, for this run"), "name");
  const QCommandLineOption language(
      "language", QCoreApplication::translate("main", "Language code, for this run"), "code");
  const QCommandLineOption size(
      "size", QCoreApplication::translate("main", "Size of the window, for this run: 1920x1080"), "size");
  parser.addOptions({screenshot, tour, theme, language, size});
  parser.process(qt);
  Arguments out;
  if (!parser.positionalArguments().isEmpty())
    out.model = QFileInfo(parser.positionalArguments().first()).absoluteFilePath();
  out.tour = {out.model, parser.value(screenshot), parser.value(tour)};
  out.theme = parser.value(theme);
  out.language = parser.value(language);
  const QStringList sides = parser.value(size).split(QLatin1Char('x'));
  if (sides.size() == 2) out.size = QSize(sides[0].toInt(), sides[1].toInt());
  return out;
}

bool hasOption(int argc, char** argv, const char* name) {
  for (int i = 1; i < argc; ++i)
    if (QByteArray(argv[i]).startsWith(name)) return true;
  return false;
}

session::Session::Settings sessionSettings(bool isTour) {
  session::Session::Settings settings;
  settings.predicts = false;   // the window asks for that once it shows something
  // Where the command line looks too: Qt's own places would repeat the organisation.
  const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/heddle";
  const QString cache =
      QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + "/heddle/kernels";
  if (!isTour && QDir().mkpath(data)) settings.workspaceFile = (data + "/workspace.db").toStdString();
  if (QDir().mkpath(cache)) settings.cacheDir = cache.toStdString();
  return settings;
}

QStringList samples() {
  const QString here = QCoreApplication::applicationDirPath();
  const QString name = "samples/digits/digits.onnx";
  QStringList found;
  for (const QString& root : {here + "/../share/heddle/", here + "/../../../", here + "/"})
    if (found.isEmpty() && QFileInfo::exists(root + name))
      found << QFileInfo(root + name).canonicalFilePath();
  return found;
}

views::ThemeMode themeOf(const QString& name) {
  if (name == "light") return views::ThemeMode::light;
  if (name == "dark") return views::ThemeMode::dark;
  return static_cast<views::ThemeMode>(QSettings().value("theme", 0).toInt());
}

}  // namespace

int main(int argc, char** argv) {
  const bool isTour = hasOption(argc, argv, "--tour") || hasOption(argc, argv, "--screenshot");
  // Pictures are made without a display, unless one is asked for by name.
  if (isTour && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication qt(argc, argv);
  QApplication::setApplicationName("heddle");
  QApplication::setOrganizationName("heddle");
  QApplication::setApplicationVersion(HEDDLE_VERSION);
  QApplication::setDesktopFileName("heddle-workbench");
  if (QGuiApplication::platformName() == QLatin1String("offscreen")) views::hidePlatformNoise();
  if (isTour) {
    // A tour neither reads nor changes what a person has set up.
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, QDir::tempPath() + "/heddle-tour");
    QSettings().clear();
  }
  const Arguments arguments = parse(qt);
  views::applyTheme(qt, isTour && arguments.theme.isEmpty() ? views::ThemeMode::light
                                                            : themeOf(arguments.theme));
  app::installTranslations(arguments.language);
  QApplication::setWindowIcon(QIcon(":/icons/heddle.svg"));
  const auto settings = sessionSettings(isTour);
  views::WorkbenchContext context([settings] { return views::makeEngineSession(settings); });
  app::MainWindow window(context, samples());
  if (!arguments.model.isEmpty()) context.open(arguments.model);
  if (arguments.size.isValid() && !arguments.size.isEmpty()) window.resize(arguments.size);
  window.show();
  app::Tour tour(window, context, arguments.tour);
  if (isTour) tour.start();
  return QApplication::exec();
}
