/* Runs a module that Heddle exported.
 *
 *   heddle export digits.onnx -o out
 *   cc -DMODEL_HEADER='"digits.h"' -DMODEL_CREATE=heddle_digits_create -Iout use_module.c \
 *      out/digits.so -Wl,-rpath,"$PWD/out" -o use_module
 *   ./use_module image=digit.npy
 *
 * Inputs are NAME=FILE with raw row-major bytes or a .npy array; --params FILE names the parameter
 * file of a module exported with --separate-params; --save DIRECTORY keeps the outputs as raw
 * bytes.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include MODEL_HEADER

static void fail(const char* what, const char* why) {
  fprintf(stderr, "%s: %s\n", what, why);
  exit(1);
}

static void check(heddle_status status, const heddle_module* module, const char* what) {
  if (status != HEDDLE_OK) fail(what, heddle_last_error(module));
}

/* The elements of the file, without the header where it is a .npy array. */
static const char* read_elements(const char* path, size_t wanted) {
  FILE* file = fopen(path, "rb");
  char* bytes;
  long size;
  size_t start = 0;
  if (file == NULL) fail(path, "cannot be opened");
  fseek(file, 0, SEEK_END);
  size = ftell(file);
  rewind(file);
  bytes = malloc(size > 0 ? (size_t)size : 1);
  if (bytes == NULL || fread(bytes, 1, (size_t)size, file) != (size_t)size)
    fail(path, "cannot be read");
  fclose(file);
  if (size >= 12 && memcmp(bytes, "\x93NUMPY", 6) == 0) {
    const unsigned char* b = (const unsigned char*)bytes;
    start = b[6] == 1 ? 10u + b[8] + 256u * b[9]
                      : 12u + b[8] + 256u * b[9] + 65536u * b[10] + 16777216u * b[11];
  }
  if (start > (size_t)size || (size_t)size - start != wanted)
    fail(path, "does not hold the input's bytes");
  return bytes + start;
}

static void set_input(heddle_module* module, const char* argument) {
  const char* equals = strchr(argument, '=');
  char name[256];
  const heddle_tensor_info* info;
  int32_t index;
  if (equals == NULL || (size_t)(equals - argument) >= sizeof(name))
    fail(argument, "is not NAME=FILE");
  memcpy(name, argument, (size_t)(equals - argument));
  name[equals - argument] = '\0';
  index = heddle_find_input(module, name);
  if (index < 0) fail(name, "is no input of the module");
  info = heddle_input_info(module, (uint32_t)index);
  check(heddle_set_input(module, (uint32_t)index, read_elements(equals + 1, info->size_bytes),
                         info->element, info->extents, info->rank),
        module, name);
}

static void show_output(heddle_module* module, uint32_t index, const char* save) {
  const heddle_tensor_info* info = heddle_output_info(module, index);
  const void* data;
  size_t size;
  uint32_t i;
  check(heddle_get_output(module, index, &data, &size), module, info->name);
  printf("%s [", info->name);
  for (i = 0; i < info->rank; ++i) printf(i == 0 ? "%lld" : ",%lld", (long long)info->extents[i]);
  printf("]");
  if (info->element == 0) /* f32 */
    for (i = 0; i < 8 && i < size / sizeof(float); ++i) printf(" %g", ((const float*)data)[i]);
  printf("\n");
  if (save != NULL) {
    char path[4096];
    FILE* file;
    snprintf(path, sizeof(path), "%s/output%u.bin", save, index);
    file = fopen(path, "wb");
    if (file == NULL || fwrite(data, 1, size, file) != size || fclose(file) != 0)
      fail(path, "cannot be written");
  }
}

int main(int argc, char** argv) {
  heddle_options options = {0};
  heddle_module* module = NULL;
  const char* save = NULL;
  int i;
  uint32_t output;
  options.struct_size = sizeof(options);
  for (i = 1; i + 1 < argc; ++i) {
    if (strcmp(argv[i], "--params") == 0) options.params_path = argv[i + 1];
    if (strcmp(argv[i], "--save") == 0) save = argv[i + 1];
  }
  check(MODEL_CREATE(&options, &module), NULL, "create");
  for (i = 1; i < argc; ++i) {
    if (argv[i][0] == '-')
      ++i;
    else
      set_input(module, argv[i]);
  }
  check(heddle_run(module), module, "run");
  for (output = 0; output < heddle_output_count(module); ++output)
    show_output(module, output, save);
  heddle_module_destroy(module);
  return 0;
}
