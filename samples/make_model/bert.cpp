// A BERT-base encoder as exporters write it: layer normalisation and GELU in parts.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "samples/make_model/network.h"

namespace heddle::samples {
namespace {

// Devlin et al., "BERT", 2018.
constexpr int64_t kHidden = 768, kHeads = 12, kHeadSize = 64, kInner = 3072, kTokens = 128,
                  kWords = 30522;

class Encoder {
 public:
  explicit Encoder(Network& network)
      : n(network),
        m_two(n.scalar(2)),
        m_epsilon(n.scalar(1e-12f)),
        m_one(n.scalar(1)),
        m_half(n.scalar(0.5f)),
        m_rootTwo(n.scalar(static_cast<float>(std::sqrt(2.0)))),
        m_rootSize(n.scalar(8)),
        m_split(n.ints({0, kTokens, kHeads, kHeadSize})),
        m_join(n.ints({0, kTokens, kHidden})) {}

  // (x - mean) / sqrt(mean((x - mean)^2) + epsilon) * gamma + beta
  std::string normalise(const std::string& x) {
    const std::string centred = n.node("Sub", {x, mean(x)});
    const std::string variance = mean(n.node("Pow", {centred, m_two}));
    const std::string deviation = n.node("Sqrt", {n.add(variance, m_epsilon)});
    const std::string unit = n.node("Div", {centred, deviation});
    const std::string scaled = n.mul(unit, n.uniform("ln_gamma", {kHidden}, 0.9, 1.1));
    return n.add(scaled, n.uniform("ln_beta", {kHidden}, -0.1, 0.1));
  }

  std::string linear(const std::string& x, int64_t in, int64_t out) {
    const std::string product = n.node("MatMul", {x, n.weights("weight", {in, out}, in, 1.0)});
    return n.add(n.uniform("bias", {out}, -0.02, 0.02), product);
  }

  // x: [batch,tokens,hidden], mask: [batch,1,1,tokens]
  std::string attention(const std::string& x, const std::string& mask) {
    const std::string q = heads(linear(x, kHidden, kHidden), {0, 2, 1, 3});
    const std::string k = heads(linear(x, kHidden, kHidden), {0, 2, 3, 1});
    const std::string v = heads(linear(x, kHidden, kHidden), {0, 2, 1, 3});
    const std::string scores = n.add(n.node("Div", {n.node("MatMul", {q, k}), m_rootSize}), mask);
    const std::string shares = n.node("Softmax", {scores});
    n.set("axis", int64_t{-1});
    const std::string mixed = n.node("Transpose", {n.node("MatMul", {shares, v})});
    n.set("perm", Ints{0, 2, 1, 3});
    return linear(n.node("Reshape", {mixed, m_join}), kHidden, kHidden);
  }

  // x / 2 * (1 + erf(x / sqrt 2))
  std::string gelu(const std::string& x) {
    const std::string bent = n.add(n.node("Erf", {n.node("Div", {x, m_rootTwo})}), m_one);
    return n.mul(n.mul(x, bent), m_half);
  }

  std::string layer(const std::string& x, const std::string& mask) {
    const std::string attended = normalise(n.add(attention(x, mask), x));
    const std::string inner = gelu(linear(attended, kHidden, kInner));
    return normalise(n.add(linear(inner, kInner, kHidden), attended));
  }

 private:
  std::string mean(const std::string& x) {
    const std::string y = n.node("ReduceMean", {x});
    n.set("axes", Ints{-1});
    return y;
  }

  std::string heads(const std::string& x, const Ints& perm) {
    const std::string y = n.node("Transpose", {n.node("Reshape", {x, m_split})});
    n.set("perm", perm);
    return y;
  }

  Network& n;
  std::string m_two, m_epsilon, m_one, m_half, m_rootTwo, m_rootSize, m_split, m_join;
};

}  // namespace

Network bert(int layers, uint64_t seed) {
  Network n("bert_base", seed);
  Encoder encoder(n);
  constexpr int32_t kInt64 = 7;
  const std::string ids = n.input("input_ids", {"batch", kTokens}, kInt64);
  const std::string attended = n.input("attention_mask", {"batch", kTokens}, kInt64);
  const std::string types = n.input("token_type_ids", {"batch", kTokens}, kInt64);
  const std::string words =
      n.node("Gather", {n.uniform("word_embeddings", {kWords, kHidden}, -1, 1), ids});
  const std::string kinds =
      n.node("Gather", {n.uniform("type_embeddings", {2, kHidden}, -1, 1), types});
  const std::string places = n.uniform("position_embeddings", {1, kTokens, kHidden}, -1, 1);
  std::string x = encoder.normalise(n.add(n.add(words, kinds), places));
  // 0 where a token counts, -10000 where it does not. [batch,1,1,tokens]
  const std::string wide = n.node("Unsqueeze", {attended, n.ints({1, 2})});
  const std::string flags = n.node("Cast", {wide});
  n.set("to", int64_t{1});
  const std::string mask = n.mul(n.node("Sub", {n.scalar(1), flags}), n.scalar(-10000));
  for (int i = 0; i < layers; ++i) x = encoder.layer(x, mask);
  n.output(x, "last_hidden_state", {"batch", kTokens, kHidden});
  return n;
}

}  // namespace heddle::samples
