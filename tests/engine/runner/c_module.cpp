// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/runner/c_module.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <unistd.h>

#include "engine/runtime/plan.h"

namespace heddle::test {
namespace {

std::vector<std::byte> compileObject(const std::string& source, const std::string& program) {
  const QTemporaryDir directory;
  QFile file(directory.filePath("a.c"));
  if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write a C source");
  file.write(source.c_str());
  file.close();
  QProcess compiler;
  compiler.setProcessChannelMode(QProcess::MergedChannels);
  const QStringList arguments = {"-c",
                                 "-O1",
                                 "-fPIC",
                                 "-fno-stack-protector",
                                 QString("-I") + HEDDLE_SOURCE_DIR,
                                 "-o",
                                 directory.filePath("a.o"),
                                 file.fileName()};
  compiler.start(QString::fromStdString(program), arguments);
  if (!compiler.waitForFinished(60000) || compiler.exitCode() != 0)
    qFatal("C compiler: %s", compiler.readAll().constData());
  QFile object(directory.filePath("a.o"));
  if (!object.open(QIODevice::ReadOnly)) qFatal("cc left no object");
  const QByteArray bytes = object.readAll();
  const auto* begin = reinterpret_cast<const std::byte*>(bytes.constData());
  return {begin, begin + bytes.size()};
}

void writeTensors(std::ostream& out, const char* table,
                  const std::vector<build::NamedType>& tensors) {
  for (size_t i = 0; i < tensors.size(); ++i) {
    out << "static const int64_t " << table << "_extents" << i << "[] = {";
    for (const int64_t extent : tensors[i].type.extents()) out << extent << ",";
    out << "0};\n";
  }
  out << "static const heddle_tensor_info " << table << "[] = {\n";
  for (size_t i = 0; i < tensors.size(); ++i) {
    const TensorType& type = tensors[i].type;
    out << "  {\"" << tensors[i].name << "\", " << int(type.element) << ", " << type.rank() << ", "
        << table << "_extents" << i << ", "
        << static_cast<uint64_t>(*elementCount(type.extents())) * sizeBytes(type.element) << "},\n";
  }
  out << "  {0}};\n";
}

// The plan as codegen's data object has it, in C.
std::string planSource(const build::Module& module) {
  std::ostringstream out;
  out << "#include \"engine/runtime/plan.h\"\n";
  writeTensors(out, "inputs", module.inputs);
  writeTensors(out, "outputs", module.outputs);
  out << "static const heddle_constant constants[] = {\n";
  uint64_t at = 0;
  for (size_t i = 0; i < module.constants.size(); ++i) {
    const uint64_t size = module.pool->tensor(module.constants[i]).sizeBytes();
    out << "  {\"" << module.constantNames[i] << "\", 0, " << at << ", " << size << "},\n";
    at = (at + size + 63) / 64 * 64;
  }
  out << "  {0}};\n";
  for (const build::PlanStep& step : module.steps)
    out << "int32_t " << step.kernel << "(void* const*, const int64_t*, int64_t, int64_t);\n";
  for (size_t i = 0; i < module.steps.size(); ++i) {
    out << "static const heddle_buffer_ref args" << i << "[] = {";
    for (const auto& arg : module.steps[i].args)
      out << "{" << arg.space << "," << arg.index << "," << arg.offsetBytes << "},";
    out << "{0}};\n";
  }
  out << "static const heddle_step steps[] = {\n";
  for (size_t i = 0; i < module.steps.size(); ++i) {
    const build::PlanStep& step = module.steps[i];
    out << "  {\"" << step.kernel << "\", " << step.kernel << ", " << step.group.value << ", "
        << step.args.size() << ", args" << i << ", " << step.parallelExtent << ", 0, 0},\n";
  }
  out << "  {0}};\nconst heddle_plan heddle_plan_" << module.name
      << " = {HEDDLE_PLAN_MAGIC, HEDDLE_PLAN_VERSION, \"" << module.name << "\", \"{}\", \""
      << module.requiredFeatures << "\", " << module.inputs.size() << ", " << module.outputs.size()
      << ", " << module.constants.size() << ", " << module.steps.size()
      << ", inputs, outputs, constants, steps, " << module.memory.arenaBytes << ", 64};\n";
  return out.str();
}

constexpr const char* kPrologue =
    "#include <math.h>\n#include <signal.h>\n#include <stdint.h>\n#include <stdlib.h>\n#include "
    "<string.h>\n"
    "#include <sys/socket.h>\n#include <unistd.h>\n"
    "#define HEDDLE_KERNEL(name) int32_t name(void* const* args, const int64_t* shape, int64_t "
    "begin, "
    "int64_t end)\n";

}  // namespace

void compileC(build::Module& module, const std::string& code, const std::string& compiler) {
  module.objects = {compileObject(kPrologue + code, compiler),
                    compileObject(planSource(module), compiler)};
}

build::Module makeModule(const std::vector<std::string>& kernels, const std::string& code) {
  build::Module module;
  module.name = "hand";
  module.pool = std::make_shared<ConstantPool>();
  const TensorType type{ElementType::f32, {1000}};
  module.inputs = {{"x", type}};
  module.outputs = {{"y", type}};
  module.constants = {module.pool->add(Tensor::scalar(ElementType::f32, 3).reshaped({1}), "test")};
  module.constantNames = {"scale"};
  module.memory.arenaBytes = 4096;
  for (const std::string& kernel : kernels) {
    build::PlanStep step;
    step.name = step.kernel = kernel;
    step.group = GroupId{module.steps.size() + 1};
    step.parallelExtent = 100;
    step.args = {
        {HEDDLE_SPACE_INPUT, 0, 0}, {HEDDLE_SPACE_OUTPUT, 0, 0}, {HEDDLE_SPACE_CONSTANT, 0, 0}};
    module.steps.push_back(step);
  }
  compileC(module, code);
  return module;
}

std::map<std::string, Tensor> countingInputs() {
  std::vector<float> values(1000);
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
  return {{"x", Tensor::fromValues<float>(ElementType::f32, {1000}, values)}};
}

std::string runnerPath() {
  return std::string(HEDDLE_BINARY_DIR) + "/bin/heddle-runner";
}

std::vector<int> descendants() {
  std::map<int, int> parents;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream stat(entry.path() / "stat");
    std::string line;
    if (!std::getline(stat, line)) continue;
    // "pid (name) state ppid ..."; the name may hold anything.
    const size_t end = line.rfind(')');
    if (end == std::string::npos) continue;
    char state = 0;
    int parent = 0;
    if (std::sscanf(line.c_str() + end + 1, " %c %d", &state, &parent) == 2)
      parents[std::atoi(line.c_str())] = parent;
  }
  std::vector<int> out;
  for (const auto& [pid, parent] : parents)
    for (int at = parent; at > 1; at = parents.count(at) != 0 ? parents[at] : 0)
      if (at == getpid()) {
        out.push_back(pid);
        break;
      }
  return out;
}

}  // namespace heddle::test
