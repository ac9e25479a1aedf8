// Qt's platform without a screen warns at every window that it keeps no size hints, and at every menu that it raises
// nothing and grabs no keyboard; nothing can be done about it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace heddle::views {

// Leaves out those messages; every other goes where it went before. Calling it again after somebody else has taken
// over the messages (a test that begins) does the same on top of that.
void hidePlatformNoise();

}  // namespace heddle::views
