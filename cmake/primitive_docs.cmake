# Turns the comments at the head of primitives/*.cpp into a source file.
# cmake -DFOLDER=... -DOUTPUT=... -P primitive_docs.cmake
file(GLOB sources "${FOLDER}/*.cpp")
list(SORT sources)
set(rows "")
foreach(source IN LISTS sources)
  get_filename_component(name "${source}" NAME_WE)
  file(READ "${source}" text)
  string(FIND "${text}" "SPDX-License-Identifier" end)
  string(SUBSTRING "${text}" 0 ${end} head)
  string(APPEND rows "    {\"${name}\", R\"doc(${head})doc\"},\n")
endforeach()
set(content "// Made by cmake/primitive_docs.cmake from the heads of primitives/*.cpp.
#include \"engine/schedule/docs.h\"

namespace heddle::schedule {

std::span<const PrimitiveHead> primitiveHeads() {
  static const PrimitiveHead list[] = {
${rows}  };
  return list;
}

}  // namespace heddle::schedule
")
file(WRITE "${OUTPUT}" "${content}")
