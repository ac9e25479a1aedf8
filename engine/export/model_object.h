// The object that makes a library of a module: parameters, heddle_model and heddle_NAME_create.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>

#include "engine/export/parameters.h"

namespace heddle::exporter {

struct ModelObject {
  uint16_t machine = 0;    // EM_X86_64 or EM_AARCH64
  std::string identifier;  // heddle_<identifier>_create
  std::string planSymbol;
  const Parameters* parameters = nullptr;
  bool embedsParameters = true;
};

// Errors: "export.target" for another machine, "export.too_large" where parameters must be
// separate.
Status writeModelObject(const ModelObject& model, std::ostream& out);

}  // namespace heddle::exporter
