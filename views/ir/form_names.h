// What people call the forms of a kernel.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>

namespace heddle::views {

// For a title of session::TextView: "llvm optimised" is "LLVM IR, optimised".
QString formName(const std::string& title);

}  // namespace heddle::views
