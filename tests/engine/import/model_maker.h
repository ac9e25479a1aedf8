// Small ONNX models for tests.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/import/import.h"
#include "engine/import/onnx/heddle_onnx.pb.h"

namespace heddle::test {

using Names = std::vector<std::string>;
using Ints = std::vector<int64_t>;

// A folder that goes with the object.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  std::filesystem::path path() const { return m_path; }
  std::filesystem::path write(const std::string& name, const std::string& bytes) const;

 private:
  std::filesystem::path m_path;
};

class ModelMaker {
 public:
  explicit ModelMaker(int64_t opset = 17, int64_t ir = 8);
  ModelMaker& domain(const std::string& name, int64_t version);
  ModelMaker& input(const std::string& name, const Ints& shape, int32_t type = 1);
  ModelMaker& output(const std::string& name);
  ModelMaker& floats(const std::string& name, const Ints& shape, const std::vector<float>& values);
  ModelMaker& int64s(const std::string& name, const Ints& shape, const Ints& values);
  ModelMaker& node(const std::string& op, const Names& inputs, const Names& outputs,
                   const std::string& domain = "");
  // Attributes of the node added last.
  ModelMaker& set(const std::string& name, int64_t value);
  ModelMaker& set(const std::string& name, double value);
  ModelMaker& set(const std::string& name, const char* value);
  ModelMaker& set(const std::string& name, const Ints& values);
  ModelMaker& setFloats(const std::string& name, const std::vector<float>& values);
  ModelMaker& setTensor(const std::string& name, const onnx::TensorProto& value);
  // then_branch: Abs of the value, else_branch: Neg of it.
  ModelMaker& setAbsOrNeg(const std::string& value);

  std::string bytes() const { return model.SerializeAsString(); }
  Result<import::ImportedModel> import() const;

  onnx::ModelProto model;

 private:
  onnx::AttributeProto& attribute(const std::string& name,
                                  onnx::AttributeProto::AttributeType type);
};

// Through a file, as a user would.
Result<import::ImportedModel> importBytes(const std::string& bytes);
// The graph, the refusal or the error as text, without the path of the file.
std::string describe(const Result<import::ImportedModel>& model);

}  // namespace heddle::test
