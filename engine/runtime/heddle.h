/* The C API of a compiled module. Stable: functions and fields are added, never changed.
 * A module may be used by one thread at a time; different modules are independent of each other.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef HEDDLE_RUNTIME_HEDDLE_H
#define HEDDLE_RUNTIME_HEDDLE_H

#include <stddef.h>
#include <stdint.h>

#include "plan.h"

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define HEDDLE_API __attribute__((visibility("default")))
#else
#define HEDDLE_API
#endif

typedef enum heddle_status {
  HEDDLE_OK = 0,
  HEDDLE_ERROR_ARGUMENT = 1, /* a null pointer, an index, a name, an element type or a shape */
  HEDDLE_ERROR_PLAN = 2,     /* the plan is damaged or of another version */
  HEDDLE_ERROR_CPU = 3,      /* the module was compiled for features that this CPU lacks */
  HEDDLE_ERROR_MEMORY = 4,
  HEDDLE_ERROR_FILE = 5,   /* the parameter file is missing, unreadable or not this module's */
  HEDDLE_ERROR_STATE = 6,  /* run without inputs, or an output before the first run */
  HEDDLE_ERROR_THREAD = 7, /* threads could not be started */
  HEDDLE_ERROR_KERNEL = 8  /* a kernel reported a failure */
} heddle_status;

/* Told about the work of a run, on the thread that does it. Null members are not called. Times are
 * CLOCK_MONOTONIC nanoseconds. Callbacks must not call the module. */
typedef struct heddle_listener {
  size_t struct_size; /* sizeof(heddle_listener) */
  void* context;
  void (*run_begin)(void* context, uint32_t threads, int64_t now_ns);
  void (*run_end)(void* context, int64_t now_ns);
  void (*step_begin)(void* context, uint32_t step, uint32_t thread);
  void (*step_end)(void* context, uint32_t step, uint32_t thread, int64_t begin_ns, int64_t end_ns);
  /* On the calling thread, before the first part of a step begins and after the last has ended. */
  void (*step_fork)(void* context, uint32_t step);
  void (*step_join)(void* context, uint32_t step);
} heddle_listener;

/* Zero-initialise, then set struct_size. Everything else is optional. */
typedef struct heddle_options {
  size_t struct_size; /* sizeof(heddle_options) */
  int32_t threads;    /* including the caller's; 0: one per available CPU */
  int32_t reserved;
  const char* params_path; /* parameter file, mapped read-only ... */
  const void* params_data; /* ... or its bytes, 64-byte aligned, living as long as the module */
  size_t params_size;
  void* arena;       /* memory for intermediate values, living as long as the module; null: */
  size_t arena_size; /* allocated. Aligned and sized as heddle_plan says. */
  const heddle_listener* listener; /* copied */
} heddle_options;

typedef struct heddle_module heddle_module;

HEDDLE_API const char* heddle_version(void); /* "0.1.0" */
HEDDLE_API const char* heddle_status_text(heddle_status status);
/* The text of the last failure of `module`, or, for null, of the last heddle_module_create that
 * failed in this process. Never null; valid until the next call. */
HEDDLE_API const char* heddle_last_error(const heddle_module* module);

/* Checks the plan, the CPU and the parameters, allocates and starts the threads. On failure *module
 * is null. The plan is not copied. */
HEDDLE_API heddle_status heddle_module_create(const heddle_plan* plan,
                                              const heddle_options* options,
                                              heddle_module** module);
HEDDLE_API void heddle_module_destroy(heddle_module* module); /* null is allowed */

/* An exported model: its plan and its parameters, embedded or the mark of the file that holds them.
 */
typedef struct heddle_model {
  size_t struct_size;
  const heddle_plan* plan;
  const void* params;   /* null: in a file */
  uint64_t params_size; /* bytes of parameters, without the mark */
  char params_mark[48]; /* the last 64 bytes of a parameter file are "HEDLPARM", 8 zeros and this */
} heddle_model;
/* heddle_module_create with the model's own parameters, or, where they are in a file, with a check
 * that options.params_path names this model's. */
HEDDLE_API heddle_status heddle_model_create(const heddle_options* options, heddle_module** module,
                                             const heddle_model* model);

HEDDLE_API uint32_t heddle_input_count(const heddle_module* module);
HEDDLE_API uint32_t heddle_output_count(const heddle_module* module);
HEDDLE_API uint32_t heddle_step_count(const heddle_module* module);
HEDDLE_API uint32_t heddle_thread_count(const heddle_module* module);
/* Null when out of range. */
HEDDLE_API const heddle_tensor_info* heddle_input_info(const heddle_module* module, uint32_t index);
HEDDLE_API const heddle_tensor_info* heddle_output_info(const heddle_module* module,
                                                        uint32_t index);
/* The index, or -1. */
HEDDLE_API int32_t heddle_find_input(const heddle_module* module, const char* name);
HEDDLE_API int32_t heddle_find_output(const heddle_module* module, const char* name);
HEDDLE_API const char* heddle_metadata(const heddle_module* module); /* JSON */

/* Row-major elements. The bytes are borrowed: they must stay until heddle_run returns. Where `data`
 * is not aligned to 64 bytes a run works on a copy. `element` and `extents` must be those of the
 * info. */
HEDDLE_API heddle_status heddle_set_input(heddle_module* module, uint32_t index, const void* data,
                                          uint32_t element, const int64_t* extents, uint32_t rank);
HEDDLE_API heddle_status heddle_set_input_by_name(heddle_module* module, const char* name,
                                                  const void* data, uint32_t element,
                                                  const int64_t* extents, uint32_t rank);
/* Optional: where a run leaves an output; `size` is at least size_bytes of the info. Null data: the
 * module's own buffer again. */
HEDDLE_API heddle_status heddle_set_output(heddle_module* module, uint32_t index, void* data,
                                           size_t size);
HEDDLE_API heddle_status heddle_run(heddle_module* module);
/* After a run: the elements, valid until the next run or destroy. */
HEDDLE_API heddle_status heddle_get_output(heddle_module* module, uint32_t index, const void** data,
                                           size_t* size_bytes);
/* Null removes the listener. Not during a run. */
HEDDLE_API heddle_status heddle_set_listener(heddle_module* module,
                                             const heddle_listener* listener);

#ifdef __cplusplus
}
#endif
#endif
