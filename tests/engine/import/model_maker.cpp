// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/import/model_maker.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "engine/graph/text.h"

namespace heddle::test {

namespace fs = std::filesystem;

ScratchFolder::ScratchFolder() {
  std::string pattern = (fs::temp_directory_path() / "heddle-import-XXXXXX").string();
  m_path = mkdtemp(pattern.data());
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(m_path, ignored);
}

fs::path ScratchFolder::write(const std::string& name, const std::string& bytes) const {
  std::ofstream(m_path / name, std::ios::binary) << bytes;
  return m_path / name;
}

ModelMaker::ModelMaker(int64_t opset, int64_t ir) {
  model.set_ir_version(ir);
  model.add_opset_import()->set_version(opset);
  model.mutable_graph()->set_name("test");
}

ModelMaker& ModelMaker::domain(const std::string& name, int64_t version) {
  auto* import = model.add_opset_import();
  import->set_domain(name);
  import->set_version(version);
  return *this;
}

ModelMaker& ModelMaker::input(const std::string& name, const Ints& shape, int32_t type) {
  auto* input = model.mutable_graph()->add_input();
  input->set_name(name);
  auto* tensor = input->mutable_type()->mutable_tensor_type();
  tensor->set_elem_type(type);
  tensor->mutable_shape();
  for (const int64_t extent : shape) {
    auto* dim = tensor->mutable_shape()->add_dim();
    if (extent >= 0) dim->set_dim_value(extent);
  }
  return *this;
}

ModelMaker& ModelMaker::output(const std::string& name) {
  auto* output = model.mutable_graph()->add_output();
  output->set_name(name);
  output->mutable_type()->mutable_tensor_type()->set_elem_type(1);
  return *this;
}

ModelMaker& ModelMaker::floats(const std::string& name, const Ints& shape,
                               const std::vector<float>& values) {
  auto* tensor = model.mutable_graph()->add_initializer();
  tensor->set_name(name);
  tensor->set_data_type(onnx::TensorProto::FLOAT);
  tensor->mutable_dims()->Add(shape.begin(), shape.end());
  tensor->set_raw_data(values.data(), values.size() * sizeof(float));
  return *this;
}

ModelMaker& ModelMaker::int64s(const std::string& name, const Ints& shape, const Ints& values) {
  auto* tensor = model.mutable_graph()->add_initializer();
  tensor->set_name(name);
  tensor->set_data_type(onnx::TensorProto::INT64);
  tensor->mutable_dims()->Add(shape.begin(), shape.end());
  tensor->mutable_int64_data()->Add(values.begin(), values.end());
  return *this;
}

ModelMaker& ModelMaker::node(const std::string& op, const Names& inputs, const Names& outputs,
                             const std::string& domain) {
  auto* node = model.mutable_graph()->add_node();
  node->set_op_type(op);
  node->set_domain(domain);
  for (const std::string& input : inputs) node->add_input(input);
  for (const std::string& output : outputs) node->add_output(output);
  return *this;
}

onnx::AttributeProto& ModelMaker::attribute(const std::string& name,
                                            onnx::AttributeProto::AttributeType type) {
  auto* attribute = model.mutable_graph()->mutable_node()->rbegin()->add_attribute();
  attribute->set_name(name);
  attribute->set_type(type);
  return *attribute;
}

ModelMaker& ModelMaker::set(const std::string& name, int64_t value) {
  return attribute(name, onnx::AttributeProto::INT).set_i(value), *this;
}
ModelMaker& ModelMaker::set(const std::string& name, double value) {
  return attribute(name, onnx::AttributeProto::FLOAT).set_f(static_cast<float>(value)), *this;
}
ModelMaker& ModelMaker::set(const std::string& name, const char* value) {
  return attribute(name, onnx::AttributeProto::STRING).set_s(value), *this;
}
ModelMaker& ModelMaker::set(const std::string& name, const Ints& values) {
  return attribute(name, onnx::AttributeProto::INTS)
             .mutable_ints()
             ->Add(values.begin(), values.end()),
         *this;
}
ModelMaker& ModelMaker::setFloats(const std::string& name, const std::vector<float>& values) {
  return attribute(name, onnx::AttributeProto::FLOATS)
             .mutable_floats()
             ->Add(values.begin(), values.end()),
         *this;
}
ModelMaker& ModelMaker::setTensor(const std::string& name, const onnx::TensorProto& value) {
  return *attribute(name, onnx::AttributeProto::TENSOR).mutable_t() = value, *this;
}

ModelMaker& ModelMaker::setAbsOrNeg(const std::string& value) {
  for (const char* branch : {"then_branch", "else_branch"}) {
    onnx::GraphProto& graph = *attribute(branch, onnx::AttributeProto::GRAPH).mutable_g();
    onnx::NodeProto& node = *graph.add_node();
    node.set_op_type(std::string(branch) == "then_branch" ? "Abs" : "Neg");
    node.add_input(value);
    node.add_output("r");
    graph.add_output()->set_name("r");
  }
  return *this;
}

Result<import::ImportedModel> ModelMaker::import() const {
  return importBytes(bytes());
}

Result<import::ImportedModel> importBytes(const std::string& bytes) {
  const ScratchFolder folder;
  return import::importModel(folder.write("m.onnx", bytes));
}

std::string describe(const Result<import::ImportedModel>& model) {
  Diagnostic error;
  if (model.isOk() && model.value().graph) return graph::printGraph(*model.value().graph);
  error = model.isOk() ? import::refusal(model.value()) : model.error();
  const size_t file = error.where.find("m.onnx");
  error.where = file == std::string::npos ? error.where : error.where.substr(file);
  return error.code + " " + toText(error) + "\n";
}

}  // namespace heddle::test
