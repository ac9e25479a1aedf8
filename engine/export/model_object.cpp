// SPDX-License-Identifier: Apache-2.0
#include "engine/export/model_object.h"

#include <elf.h>

#include <cstddef>
#include <cstring>

#include "engine/export/elf_object.h"
#include "engine/runtime/heddle.h"

namespace heddle::exporter {
namespace {

constexpr uint64_t kMaxEmbeddedBytes = 1'900'000'000;  // code reaches data by 31-bit offsets

// heddle_NAME_create(options, module): the model as third argument, then on to heddle_model_create.
void emitCreate(ElfObject& object, const ModelObject& model, uint32_t modelSymbol) {
  const uint32_t target = object.undefined("heddle_model_create");
  uint64_t at = 0, size = 0;
  if (model.machine == EM_X86_64) {
    constexpr unsigned char kCode[] = {0xf3, 0x0f, 0x1e, 0xfa,           // endbr64
                                       0x48, 0x8d, 0x15, 0,    0, 0, 0,  // lea model(%rip), %rdx
                                       0xe9, 0,    0,    0,    0};       // jmp heddle_model_create
    size = sizeof(kCode);
    at = object.append(Section::text, std::as_bytes(std::span(kCode)), 16);
    object.relocate(Section::text, at + 7, modelSymbol, R_X86_64_PC32, -4);
    object.relocate(Section::text, at + 12, target, R_X86_64_PLT32, -4);
  } else {
    constexpr uint32_t kCode[] = {0x90000002,   // adrp x2, model
                                  0x91000042,   // add x2, x2, :lo12:model
                                  0x14000000};  // b heddle_model_create
    size = sizeof(kCode);
    at = object.append(Section::text, std::as_bytes(std::span(kCode)), 16);
    object.relocate(Section::text, at, modelSymbol, R_AARCH64_ADR_PREL_PG_HI21, 0);
    object.relocate(Section::text, at + 4, modelSymbol, R_AARCH64_ADD_ABS_LO12_NC, 0);
    object.relocate(Section::text, at + 8, target, R_AARCH64_JUMP26, 0);
  }
  object.define("heddle_" + model.identifier + "_create", Section::text, at, size,
                ElfObject::Visibility::normal);
}

uint32_t emitModel(ElfObject& object, const ModelObject& model, uint32_t paramsSymbol) {
  heddle_model data = {};
  data.struct_size = sizeof(data);
  data.params_size = model.parameters->sizeBytes;
  std::memcpy(data.params_mark, model.parameters->mark.data(), sizeof(data.params_mark));
  const uint64_t at =
      object.append(Section::relocatedReadOnly, std::as_bytes(std::span(&data, 1)), 16);
  const uint32_t absolute = model.machine == EM_X86_64 ? R_X86_64_64 : R_AARCH64_ABS64;
  object.relocate(Section::relocatedReadOnly, at + offsetof(heddle_model, plan),
                  object.undefined(model.planSymbol), absolute, 0);
  if (model.embedsParameters)
    object.relocate(Section::relocatedReadOnly, at + offsetof(heddle_model, params), paramsSymbol,
                    absolute, 0);
  return object.define("heddle_model_" + model.identifier, Section::relocatedReadOnly, at,
                       sizeof(data), ElfObject::Visibility::hidden);
}

}  // namespace

Status writeModelObject(const ModelObject& model, std::ostream& out) {
  if (model.machine != EM_X86_64 && model.machine != EM_AARCH64)
    return Diagnostic{"export.target", "modules are exported for x86-64 and aarch64 only"};
  if (model.embedsParameters && model.parameters->sizeBytes > kMaxEmbeddedBytes)
    return Diagnostic{"export.too_large",
                      "the parameters are too large to be embedded",
                      {},
                      "",
                      "export them to a separate file: --separate-params"};
  ElfObject object(model.machine);
  uint32_t params = 0;
  if (model.embedsParameters) {
    for (const Parameters::Piece& piece : model.parameters->pieces)
      object.refer(piece.tensor.bytes(), 64);
    params = object.define("heddle_params_" + model.identifier, Section::readOnly, 0,
                           model.parameters->sizeBytes, ElfObject::Visibility::hidden);
  }
  emitCreate(object, model, emitModel(object, model, params));
  object.write(out);
  return {};
}

}  // namespace heddle::exporter
