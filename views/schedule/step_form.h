// One primitive as a form: its fields, the step they make, whether it is legal and what to do when it is not.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <memory>

#include "views/context/workbench_context.h"

class QFormLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QToolButton;

namespace heddle::views {

class ArgumentField;

class StepForm final : public QWidget {
  Q_OBJECT
 public:
  explicit StepForm(WorkbenchContext& context, QWidget* parent = nullptr);
  void show(const session::SchedulePrimitiveView& primitive);
  // A step from elsewhere, refused: the reason and the way on, without fields.
  void showRefusal(const session::SchedulePrimitiveView& refused);
  QString step() const;
  const std::string& primitive() const { return m_primitive.primitive; }
  bool isLegal() const { return m_isLegal; }
  ArgumentField* field(const std::string& argument) const;
  QPushButton* applyButton() const { return m_apply; }
  QPushButton* alternativeButton() const { return m_alternative; }
  QString refusalText() const;
  void apply();
  // The nearest legal way, in place of what was refused.
  void applyAlternative();

 signals:
  void applied();
  void left();  // Esc, Back

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void build();
  void clearFields();
  void onFieldChanged();
  void check();
  void showVerdict(const session::SchedulePrimitiveView& verdict);
  void showAlternative();
  qint64 extentOfLoop() const;

  WorkbenchContext& m_context;
  session::SchedulePrimitiveView m_primitive;
  std::vector<ArgumentField*> m_fields;
  QString m_results;  // "a, b = " of the step that the session gave
  session::SchedulePrimitiveView m_verdict;
  bool m_isLegal = false;
  QTimer m_soon;
  QLabel *m_title, *m_tip, *m_step, *m_reason, *m_example;
  QToolButton* m_back;
  QFormLayout* m_form;
  QPushButton *m_apply, *m_alternative;
};

}  // namespace heddle::views
