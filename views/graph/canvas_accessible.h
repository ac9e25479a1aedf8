// The canvas as a screen reader sees it: a tree with a child for each node.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace heddle::views {

// Makes accessible interfaces for GraphCanvas; call once before the first canvas is shown.
void installCanvasAccessibility();

}  // namespace heddle::views
