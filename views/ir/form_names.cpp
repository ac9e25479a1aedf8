// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/ir/form_names.h"

#include <QCoreApplication>

namespace heddle::views {
namespace {

struct Forms {
  Q_DECLARE_TR_FUNCTIONS(Forms)
};

}  // namespace

QString formName(const std::string& title) {
  if (title == "loops") return Forms::tr("Loop program, as written");
  if (title == "schedule") return Forms::tr("Loop program, scheduled");
  if (title == "lowered") return Forms::tr("Lowered program");
  if (title == "llvm") return Forms::tr("LLVM IR");
  if (title == "llvm optimised") return Forms::tr("LLVM IR, optimised");
  if (title == "asm") return Forms::tr("Assembly");
  if (title.rfind("after ", 0) == 0)
    return Forms::tr("Loop program after %1").arg(QString::fromStdString(title.substr(6)));
  return QString::fromStdString(title);
}

}  // namespace heddle::views
