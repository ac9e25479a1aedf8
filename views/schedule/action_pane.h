// "What can I do here?": the primitives for the selected thing, and the form of one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"

class QLabel;
class QListView;
class QStackedWidget;

namespace heddle::views {

class OptionModel;
class StepForm;

class ActionPane final : public QWidget {
  Q_OBJECT
 public:
  explicit ActionPane(WorkbenchContext& context, QWidget* parent = nullptr);
  // Opens the form as soon as the options of the selected thing are there.
  void openForm(const QString& primitive);
  void showRefusal(const session::SchedulePrimitiveView& refused);
  void closeForm();
  bool isFormOpen() const;
  StepForm* form() const { return m_form; }
  QListView* list() const { return m_list; }
  const OptionModel& options() const { return *m_model; }

 signals:
  void formClosed();

 private:
  void onOptions();
  void onSelection();
  void activate(const QModelIndex& index);

  WorkbenchContext& m_context;
  QLabel* m_title;
  QListView* m_list;
  OptionModel* m_model;
  StepForm* m_form;
  QStackedWidget* m_stack;
  QString m_wanted;
};

}  // namespace heddle::views
