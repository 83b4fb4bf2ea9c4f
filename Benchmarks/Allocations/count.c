// Counts the allocations of a program: preload this library, and it writes their number when the
// program ends.
//
//   LD_PRELOAD=libcount.so ALLOCATIONS_FILE=path program
//
// Glibc's own entry points do the work, so that nothing must be looked up, which would allocate.
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static atomic_ullong calls;

static void note(void) { atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed); }

void *malloc(size_t size) {
  note();
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  note();
  return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  note();
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  note();
  void *found = __libc_memalign(alignment, size);
  if (found == NULL) return ENOMEM;
  *memory = found;
  return 0;
}

__attribute__((destructor)) static void report(void) {
  const char *path = getenv("ALLOCATIONS_FILE");
  if (path == NULL) return;
  const unsigned long long all = atomic_load(&calls);
  const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  char text[32];
  const int length = snprintf(text, sizeof text, "%llu\n", all);
  if (file < 0 || write(file, text, (size_t)length) != length) _exit(74);
  close(file);
}
