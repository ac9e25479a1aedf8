// Large things are freed on another thread: a hundred thousand nodes take longer than a frame.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QThreadPool>
#include <memory>

namespace heddle::views {

// Requires that freeing the thing touches nothing of the GUI thread. Does nothing for null.
template <class Pointer>
void letGo(Pointer thing) {
  if (!thing) return;
  auto kept = std::make_shared<Pointer>(std::move(thing));
  // Moved along, or the caller might be the last to hold it after all.
  QThreadPool::globalInstance()->start([kept = std::move(kept)]() mutable { kept.reset(); });
}

}  // namespace heddle::views
