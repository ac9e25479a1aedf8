// The real window over the real session, offscreen, for one story: driven by mouse and keys, leaving pictures.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>
#include <memory>

#include "app/main_window.h"
#include "samples/make_model/network.h"
#include "tests/support/test_main.h"
#include "views/common/theme.h"

class QAbstractItemView;

namespace heddle::test {

// A workspace, a cache and settings of its own, so that stories do not meet.
class Story {
 public:
  explicit Story(views::ThemeMode mode = views::ThemeMode::light);
  ~Story();

  views::WorkbenchContext& context() { return *m_context; }
  app::MainWindow& window() { return *m_window; }
  // Closes the window and starts again on the same workspace, as the next day.
  void restart();
  // Ends without any goodbye to the workspace but what is already in it.
  QString path(const QString& name) const { return m_dir.filePath(name); }

  // Waits until nothing runs, waits or is laid out. False after 60 s.
  bool settle();
  bool open(const QString& file);
  static QString digits();
  QString write(const samples::Network& network, const QString& name) const;

  void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
  void trigger(const char* action);
  static void click(QWidget* widget, QPoint at = {});
  // Of the first row that shows `text` in any column; false when there is none.
  static bool clickRow(QAbstractItemView* view, const QString& text, bool isDouble = false);
  // Types into the file dialog that the next event opens, and accepts it.
  static void answerFileDialog(const QString& file);
  void save(const QString& name) { save(*m_window, name); }
  static void save(QWidget& widget, const QString& name);

  template <class View>
  View* view() const {
    return m_window->template findChild<View*>();
  }

 private:
  void start();

  QTemporaryDir m_dir;
  std::unique_ptr<views::WorkbenchContext> m_context;
  std::unique_ptr<app::MainWindow> m_window;
};

}  // namespace heddle::test
