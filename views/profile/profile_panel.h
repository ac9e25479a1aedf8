// The Profile perspective: table by group, timeline, memory plan.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"

class QLabel;
class QPushButton;
class QTableView;

namespace heddle::views {

class MemoryChart;
class ProfileModel;
class ProfileRows;
class Timeline;

class ProfilePanel final : public QWidget {
  Q_OBJECT
 public:
  explicit ProfilePanel(WorkbenchContext& context, QWidget* parent = nullptr);
  QTableView* table() const { return m_table; }
  Timeline* timeline() const { return m_timeline; }
  // Writes the shown profile: a Chrome trace when the name ends in .json, a CSV table otherwise.
  void saveProfile(const QString& file);

 private:
  void onSnapshot();
  void onSelection();
  void onSpan();
  void onRowChosen(const QModelIndex& index);
  QWidget* buildHead();
  void chooseFile();
  QString headline() const;
  QString counterText() const;

  WorkbenchContext& m_context;
  QLabel* m_headline;
  QLabel* m_absent;
  QPushButton* m_save;
  QTableView* m_table;
  ProfileModel* m_model;
  ProfileRows* m_sorted;
  Timeline* m_timeline;
  MemoryChart* m_memory;
  std::shared_ptr<const session::ProfileView> m_profile;
};

}  // namespace heddle::views
