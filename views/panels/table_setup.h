// How every table of the workbench looks and behaves: dense rows, row selection, copy as TSV.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTableView;

namespace heddle::views {

// `stretched` is the column that takes the room that is left.
void setUpTable(QTableView& table, int stretched);

}  // namespace heddle::views
