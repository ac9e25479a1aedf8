// Adds nodes to the graph under construction on behalf of one node of the file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/import/onnx/tensor_source.h"
#include "engine/import/onnx/type_oracle.h"

namespace heddle::import {

class Emitter {
 public:
  Emitter(std::string graphName, TensorSource source)
      : constants(std::make_shared<ConstantPool>()),
        editor(std::move(graphName), constants),
        oracle(editor, *constants),
        source(std::move(source)) {}

  // Nodes added from here on carry this name and origin.
  void startNode(std::string name, uint32_t origin) {
    m_name = std::move(name);
    m_origin = origin;
    m_added = 0;
  }
  graph::ValueRef add(graph::OpKind kind, std::vector<graph::ValueRef> inputs,
                      graph::Attributes attributes = {}, uint32_t outputs = 1);
  graph::ValueRef addConstant(Tensor tensor, const std::string& recipe);
  // A value that cannot be represented; `why` is empty when its producer is refused already.
  graph::ValueRef addPoison(Phrase why);
  // Nothing when the value is sound.
  const Phrase* poison(graph::ValueRef value) const;
  int addedSinceStart() const { return m_added; }
  const std::string& nodeName() const { return m_name; }

  std::shared_ptr<ConstantPool> constants;
  graph::GraphEditor editor;
  TypeOracle oracle;
  TensorSource source;

 private:
  std::string m_name;
  uint32_t m_origin = 0;
  int m_added = 0;
  std::unordered_map<OpId, Phrase> m_poison;
};

}  // namespace heddle::import
