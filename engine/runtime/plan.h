/* The execution plan of a module: what codegen writes into an object file as constant data and what
 * the executor reads. C, because exported modules are linked from C. All pointers are to data of
 * the module and live as long as it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef HEDDLE_RUNTIME_PLAN_H
#define HEDDLE_RUNTIME_PLAN_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HEDDLE_PLAN_MAGIC 0x4c444548u /* "HEDL" */
#define HEDDLE_PLAN_VERSION 1u

/* Computes the part [begin, end) of the kernel's outermost parallel loop. Arguments point to
 * buffers, in the order of heddle_step.args. Returns 0, or a code that the executor passes on.
 * Knows no threads. */
typedef int32_t (*heddle_kernel_fn)(void* const* args, const int64_t* shape_values, int64_t begin,
                                    int64_t end);

enum heddle_space {
  HEDDLE_SPACE_INPUT = 0,    /* index: input tensor */
  HEDDLE_SPACE_OUTPUT = 1,   /* index: output tensor */
  HEDDLE_SPACE_CONSTANT = 2, /* index: constant */
  HEDDLE_SPACE_ARENA = 3     /* offset_bytes into the arena */
};

typedef struct heddle_buffer_ref {
  uint32_t space;
  uint32_t index;
  uint64_t offset_bytes;
} heddle_buffer_ref;

typedef struct heddle_step {
  const char* name;        /* kernel symbol */
  heddle_kernel_fn kernel; /* relocated by the linker */
  uint32_t group;          /* id of the fused group that the step belongs to */
  uint32_t arg_count;
  const heddle_buffer_ref* args;
  int64_t parallel_extent; /* 1: run on the calling thread */
  int64_t flops;           /* of the whole step; 0 where not counted */
  int64_t bytes;           /* distinct bytes read and written */
} heddle_step;

typedef struct heddle_tensor_info {
  const char* name;
  uint32_t element; /* heddle::ElementType */
  uint32_t rank;
  const int64_t* extents;
  uint64_t size_bytes;
} heddle_tensor_info;

typedef struct heddle_constant {
  const char* name;
  const void* data;     /* embedded bytes, or null when they are in the parameter file */
  uint64_t file_offset; /* into the parameter file, a multiple of 64 */
  uint64_t size_bytes;
} heddle_constant;

typedef struct heddle_plan {
  uint32_t magic;
  uint32_t version;
  const char* name;
  const char* metadata_json;         /* producer, target, hash of the model, groups */
  const char* required_cpu_features; /* "avx512f,avx512vl,fma", space for a clear refusal */
  uint32_t input_count, output_count, constant_count, step_count;
  const heddle_tensor_info* inputs;
  const heddle_tensor_info* outputs;
  const heddle_constant* constants;
  const heddle_step* steps;
  uint64_t arena_bytes;
  uint64_t arena_alignment;
} heddle_plan;

#ifdef __cplusplus
}
#endif
#endif
