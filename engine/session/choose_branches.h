// Models in which the sizes of inputs decide which branch of an If is taken.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "engine/import/import.h"
#include "engine/session/session.h"

namespace heddle::session {

// The file as it is for the sizes that the options give; where they leave a branch open, its If is refused.
Result<import::ImportedModel> importFor(const std::string& file, const CompileOptions& options,
                                        import::ImportOptions how);

// The model itself, unless its branches were chosen for other sizes: then the file is read again.
Result<std::shared_ptr<const import::ImportedModel>> chooseBranches(
    std::shared_ptr<const import::ImportedModel> model, const CompileOptions& options,
    const CancelToken& cancel);

}  // namespace heddle::session
