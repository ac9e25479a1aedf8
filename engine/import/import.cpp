// SPDX-License-Identifier: Apache-2.0
#include "engine/import/import.h"

#include <google/protobuf/stubs/logging.h>

#include "engine/import/onnx/model_file.h"

namespace heddle::import {
namespace {

Diagnostic inFile(Diagnostic error, const std::filesystem::path& file) {
  error.where = file.string() + (error.where.empty() ? "" : ": " + error.where);
  return error;
}

Result<ImportedModel> convert(const ModelFile& model, const std::filesystem::path& file,
                              const ImportOptions& options) {
  Emitter emitter(model.proto.graph().name(),
                  TensorSource(model.mapping, model.weights, file.parent_path()));
  Converter converter(model.proto, emitter, options);
  HEDDLE_CHECK(converter.run(model.opsets));
  ImportedModel out;
  out.summary = summarise(model, file, emitter.source);
  out.nodes = converter.takeReports();
  out.hasOpenBranches = converter.hasOpenBranches();
  if (out.hasOpenBranches) out.branchSymbols = options.symbols;
  if (converter.isAnyRefused()) return out;
  if (options.cancel.isCancelled()) return Diagnostic{"cancelled", "the import was cancelled"};
  HEDDLE_TRY(out.graph, std::move(emitter.editor).finish());
  if (options.onProgress) options.onProgress(1);
  return out;
}

}  // namespace

Result<ImportedModel> importModel(const std::filesystem::path& file, const ImportOptions& options) {
  auto model = openModel(file, options.cancel);
  if (model.isError()) return inFile(std::move(model).error(), file);
  auto out = convert(*model.value(), file, options);
  if (out.isError()) return inFile(std::move(out).error(), file);
  return out;
}

Result<Tensor> readTensorProto(const std::filesystem::path& file, std::string* name) {
  const auto fail = [&](Diagnostic why) {
    why.code = "import.tensor";
    why.where = file.string();
    return why;
  };
  auto mapping = MappedFile::open(file);
  if (mapping.isError()) return fail(mapping.error());
  const auto bytes = mapping.value()->bytes();
  onnx::TensorProto proto;
  const google::protobuf::LogSilencer quiet;
  if (bytes.size() > INT32_MAX ||
      !proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return fail({{}, "the file is not a serialised tensor"});
  auto tensor = TensorSource().read(proto);
  if (tensor.isError())
    return fail({{}, "the file holds no usable tensor: {0}", {{"value", 0, messageText(tensor.error())}}});
  if (name != nullptr) *name = proto.name();
  return tensor;
}

}  // namespace heddle::import
