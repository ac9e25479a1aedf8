// Every operator under arguments that make no sense: an error or a result, never a crash.
// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "tests/engine/reference/calls.h"

using namespace heddle;
using namespace heddle::test;

namespace {

constexpr ElementType kTypes[] = {ElementType::f32, ElementType::i64,     ElementType::f16,
                                  ElementType::u8,  ElementType::boolean, ElementType::i32,
                                  ElementType::f64};

Tensor randomTensor(std::mt19937& random) {
  Extents extents(random() % 5);
  for (int64_t& extent : extents) extent = random() % 4;
  Tensor out = Tensor::allocate(kTypes[random() % std::size(kTypes)], extents).value();
  for (std::byte& byte : out.mutableBytes())
    byte = static_cast<std::byte>(random() % 24 == 0 ? random() : random() % 4 == 0);
  return out;
}

graph::Attribute randomAttribute(std::mt19937& random, const std::string& type) {
  static const char* words[] = {
      "linear",        "nearest", "cubic",         "constant", "",           "zeros",
      "channels_last", "a,b->c",  "bidirectional", "add",      "SAME_UPPER", "tf_crop_and_resize",
      "reflection",    "wrap"};
  const auto number = [&]() -> int64_t {
    switch (random() % 6) {
      case 0:
        return INT64_MIN;
      case 1:
        return INT64_MAX;
      default:
        return static_cast<int64_t>(random() % 7) - 2;
    }
  };
  if (type == "int") return number();
  if (type == "float") return static_cast<double>(number());
  if (type == "string") return std::string(words[random() % std::size(words)]);
  if (type == "type") return static_cast<ElementType>(random() % 18);
  if (type == "tensor") return ConstantId{random() % 3};
  if (type == "ints") {
    std::vector<int64_t> list(random() % 5);
    for (int64_t& v : list) v = number();
    return list;
  }
  return std::vector<double>{};
}

// One call with the arity of op.def and everything else at random.
void callAtRandom(OpKind kind, std::mt19937& random) {
  const graph::OpInfo& info = graph::opInfo(kind);
  graph::Attributes attributes;
  for (const auto& attribute : info.attributes)
    if (random() % 2) attributes[attribute.name] = randomAttribute(random, attribute.type);
  const int spread = info.maxInputs < 0 ? 3 : info.maxInputs - info.minInputs + 1;
  std::vector<std::optional<Tensor>> inputs(info.minInputs + random() % spread);
  const Tensor shared = randomTensor(random);
  for (auto& input : inputs)
    if (random() % 8) input = random() % 2 ? shared : randomTensor(random);
  const auto result =
      call(kind, inputs, attributes, info.outputs > 0 ? info.outputs : 1 + random() % 3);
  if (result.isError()) QVERIFY(!result.error().code.empty());
}

}  // namespace

class HostileTest : public QObject {
  Q_OBJECT
 private slots:
  void survivesNonsense_data() {
    QTest::addColumn<int>("kind");
    for (int kind = 0; graph::opKindFromName(graph::name(static_cast<OpKind>(kind))) && kind < 200;
         ++kind) {
      QTest::addRow("%s", std::string(graph::name(static_cast<OpKind>(kind))).c_str()) << kind;
      if (static_cast<OpKind>(kind) == OpKind::det) break;
    }
  }
  void survivesNonsense() {
    QFETCH(int, kind);
    std::mt19937 random(static_cast<uint32_t>(kind) * 7919u + 1);
    const int rounds = qEnvironmentVariableIntValue("HEDDLE_ROUNDS");
    for (int i = 0; i < (rounds > 0 ? rounds : 300); ++i)
      callAtRandom(static_cast<OpKind>(kind), random);
  }
  void refusesStringsAndLeaves() {
    QVERIFY(!reference::canEvaluate(OpKind::input));
    QVERIFY(!reference::canEvaluate(OpKind::constant));
    QVERIFY(reference::canEvaluate(OpKind::einsum));
    const Tensor strings = Tensor::allocate(ElementType::string, {2}).value();
    QCOMPARE(call(OpKind::identity, {strings}).error().code, std::string("reference.unsupported"));
  }
  void readsUnalignedBytes() {
    auto bytes = std::make_shared<std::vector<std::byte>>(13);
    const float value = 2.5f;
    std::memcpy(bytes->data() + 1, &value, 4);
    const Tensor x = Tensor::view(ElementType::f32, {1}, {bytes->data() + 1, 4}, bytes);
    QCOMPARE(numbers(call(OpKind::neg, {x})), (Numbers{-2.5}));
  }
};
HEDDLE_TEST(HostileTest)

#include "hostile_test.moc"
