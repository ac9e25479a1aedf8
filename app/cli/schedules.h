// --schedule GROUP=FILE: the model is built with schedules from files.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/context.h"

namespace heddle::cli {

// Requires an open model. Each is loaded, checked and compiled; the model's next build has them.
// Errors: "cli.schedule" for what cannot be meant, "cli.no_group"; else those of the schedule, whose
// `where` names the file, the line and the step.
Status chooseSchedules(session::Session& session, const std::vector<std::string>& given,
                       const session::JobControl& job);

}  // namespace heddle::cli
