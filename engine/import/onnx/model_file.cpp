// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/model_file.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/stubs/logging.h>

#include "engine/import/onnx/element_types.h"
#include "engine/import/onnx/model_types.h"
#include "engine/support/hash.h"

namespace heddle::import {
namespace {

Diagnostic notOnnx(const char* why, const char* hint = "") {
  return {"import.not_onnx", "the file is not an ONNX model: {0}", {{"phrase", 0, why}}, {}, hint};
}

bool startsWith(std::span<const std::byte> bytes, std::string_view text) {
  return bytes.size() >= text.size() &&
         std::equal(text.begin(), text.end(), reinterpret_cast<const char*>(bytes.data()));
}

Status readVersions(ModelFile& model) {
  const onnx::ModelProto& proto = model.proto;
  if (!proto.has_graph()) return notOnnx("it has no graph");
  const int64_t ir = proto.ir_version();
  if (ir < 1) return notOnnx("it has no IR version");
  if (ir > kNewestIr)
    return Diagnostic{"import.ir_version", "the model's IR version is {0}, the newest known is {1}",
                      {{"value", 0, std::to_string(ir)}, {"value", 0, std::to_string(kNewestIr)}}};
  for (const auto& import : proto.opset_import())
    model.opsets[import.domain() == "ai.onnx" ? "" : import.domain()] = import.version();
  if (model.opsets.empty() && ir < 3) model.opsets[""] = 1;
  if (model.opsets.empty()) return Diagnostic{"import.opset", "the model declares no opset"};
  const auto main = model.opsets.find("");
  if (main == model.opsets.end()) return {};
  if (main->second < 1 || main->second > kNewestOpset)
    return Diagnostic{"import.opset", "the model's opset is {0}; 1 to {1} are known",
                      {{"value", 0, std::to_string(main->second)}, {"value", 0, std::to_string(kNewestOpset)}}};
  return {};
}

void countTensor(const onnx::TensorProto& tensor, ModelSummary& summary) {
  const auto count = elementCount(Extents(tensor.dims().begin(), tensor.dims().end()));
  const auto element = elementTypeFromOnnx(tensor.data_type());
  if (!count || !element) return;
  summary.parameterCount += *count;
  summary.parameterBytes += *count * static_cast<int64_t>(sizeBytes(*element));
}

}  // namespace

Result<std::unique_ptr<ModelFile>> openModel(const std::filesystem::path& file, const CancelToken& cancel) {
  auto model = std::make_unique<ModelFile>();
  HEDDLE_TRY(model->mapping, MappedFile::open(file));
  const auto bytes = model->mapping->bytes();
  if (startsWith(bytes, "version https://git-lfs"))
    return notOnnx("it is a Git LFS pointer", "run 'git lfs pull'");
  HEDDLE_TRY(CompactModel compact, compactModel(bytes));
  model->weights = std::move(compact.ranges);
  if (cancel.isCancelled()) return Diagnostic{"cancelled", "the import was cancelled"};
  const google::protobuf::LogSilencer quiet;
  google::protobuf::io::CodedInputStream stream(
      reinterpret_cast<const uint8_t*>(compact.message.data()),
      static_cast<int>(compact.message.size()));
  if (!model->proto.ParseFromCodedStream(&stream) || !stream.ConsumedEntireMessage())
    return notOnnx("a message in it is malformed or nested too deeply");
  if (cancel.isCancelled()) return Diagnostic{"cancelled", "the import was cancelled"};
  HEDDLE_CHECK(checkNames(model->proto));
  HEDDLE_CHECK(readVersions(*model));
  return model;
}

ModelSummary summarise(const ModelFile& model, const std::filesystem::path& file,
                       const TensorSource& source) {
  const onnx::GraphProto& graph = model.proto.graph();
  ModelSummary out;
  out.file = file.string();
  out.hash = contentHash(model.mapping->bytes());
  for (const auto& [name, external] : source.externalFiles())
    out.hash = contentHash(out.hash + contentHash(external->bytes()));
  out.producer = model.proto.producer_name();
  if (!model.proto.producer_version().empty()) out.producer += " " + model.proto.producer_version();
  out.graphName = graph.name();
  out.irVersion = model.proto.ir_version();
  for (const auto& [domain, version] : model.opsets)
    out.opsets[domain.empty() ? "ai.onnx" : domain] = version;
  out.fileBytes = static_cast<int64_t>(model.mapping->bytes().size());
  std::unordered_set<std::string_view> constants;
  for (const auto& tensor : graph.initializer()) {
    constants.insert(tensor.name());
    countTensor(tensor, out);
  }
  for (const auto& input : graph.input())
    if (!constants.contains(input.name()))
      out.inputs.push_back({input.name(), declaredType(input)});
  for (const auto& output : graph.output())
    out.outputs.push_back({output.name(), declaredType(output)});
  for (const auto& node : graph.node()) {
    const bool isMain = node.domain().empty() || node.domain() == "ai.onnx";
    ++out.operatorCounts[isMain ? node.op_type() : node.domain() + "::" + node.op_type()];
    for (const auto& attribute : node.attribute())
      if (isMain && node.op_type() == "Constant" && attribute.has_t())
        countTensor(attribute.t(), out);
  }
  return out;
}

}  // namespace heddle::import
