// SPDX-License-Identifier: Apache-2.0
#include "engine/conformance/isolate.h"

#include <unistd.h>

#include <csignal>
#include <map>

#include "engine/conformance/compare.h"
#include "engine/conformance/conformance.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::conformance;

class IsolateTest : public QObject {
  Q_OBJECT
 private slots:
  void reportsEveryWayToEnd() {
    const std::vector<std::function<std::string()>> works = {
        [] { return std::string("fine\nwith lines"); },
        [] { return std::raise(SIGSEGV), std::string(); },
        []() -> std::string {
          for (;;) ::pause();
        },
        []() -> std::string { ::_exit(3); },
        [] { return std::string(200000, 'x'); },
    };
    std::map<size_t, Isolated> results;
    isolate(
        works.size(), 3, 0.4, {}, [&](size_t i) { return works[i](); },
        [&](size_t i, Isolated result) { results[i] = std::move(result); });
    QCOMPARE(results.size(), works.size());
    QCOMPARE(results[0].text, std::string("fine\nwith lines"));
    QCOMPARE(results[1].died, std::string("killed by SIGSEGV"));
    QVERIFY(results[2].died.starts_with("did not end within"));
    QCOMPARE(results[3].died, std::string("ended with status 3 and no result"));
    QCOMPARE(results[4].text.size(), size_t{200000});
  }
  void stopsWhenCancelled() {
    CancelToken cancel;
    size_t done = 0;
    isolate(
        1000, 2, 10, cancel, [](size_t) { return std::string("x"); },
        [&](size_t, const Isolated&) {
          if (++done == 5) cancel.cancel();
        });
    QVERIFY(done >= 5 && done < 10);
  }
  void comparesAsOnnxDoes() {
    const Tensor one = Tensor::scalar(ElementType::f32, 1),
                 near = Tensor::scalar(ElementType::f32, 1.0009);
    const Tensor far = Tensor::scalar(ElementType::f32, 1.0011),
                 nan = Tensor::scalar(ElementType::f32, NAN);
    QVERIFY(!difference(near, one, {}));
    QVERIFY(difference(far, one, {}));
    QVERIFY(!difference(nan, nan, {}));
    QVERIFY(difference(nan, one, {}));
    QVERIFY(difference(one, nan, {}));
    QVERIFY(difference(Tensor::scalar(ElementType::f32, INFINITY), one, {}));
    QVERIFY(difference(Tensor::scalar(ElementType::f64, 1), one, {}));
    QVERIFY(difference(one.reshaped({1}), one, {}));
    QVERIFY(difference(Tensor::scalar(ElementType::i32, 10001),
                       Tensor::scalar(ElementType::i32, 10000), {}));
  }
  void writesTheScore() {
    const std::vector<TestResult> results = {
        {"a", Outcome::pass, "", 0.5},
        {"b", Outcome::refused, "op 17 is unknown", 0},
        {"c", Outcome::wrong, "off", 0},
        {"d", Outcome::crash, "killed by SIGSEGV", 0, true, Outcome::pass, ""}};
    QCOMPARE(toText(results),
             std::string("pass 1, refused 1, wrong 1, crash 1, excluded 0, of 4\n"
                         "wrong  c: off\ncrash  d: killed by SIGSEGV\n"
                         "interpreter says pass  d: \nrefused 1  op # is unknown\n"));
    QVERIFY(toJson(results).find("\"disagreements\": 1") != std::string::npos);
  }
  void excludesOnlyWhatCannotBeCompared() {
    QVERIFY(exclusion("node/test_bernoulli_seed"));
    QVERIFY(exclusion("test_training_dropout_mask"));
    QVERIFY(!exclusion("test_training_dropout_zero_ratio"));
    QVERIFY(exclusion("node/test_dft_inverse_opset19"));
    QVERIFY(!exclusion("test_dft_inverse"));
    QVERIFY(!exclusion("test_add"));
  }
};
HEDDLE_TEST(IsolateTest)

#include "isolate_test.moc"
