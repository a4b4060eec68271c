/*
 * Shows programs a lesser processor than this one, so that the libraries they use (onnxruntime, BLAS, Skia, Tesseract …) add
 * in another order and round otherwise: a second rounding for the tests. For Linux on x86-64 whose processor lets CPUID be
 * caught (cpuid_fault in /proc/cpuinfo). With LESSER=avx2, or without a word, there is no AVX-512; with LESSER=sse no AVX and
 * no FMA either.
 *
 *   gcc -O2 -shared -fPIC -Wl,-z,initfirst -o /tmp/lesser.so test/support/lesser-processor.c
 *   LESSER=sse LD_PRELOAD=/tmp/lesser.so npm test
 *
 * CPUID is made to fault (arch_prctl(2), ARCH_SET_CPUID); the handler runs it, takes bits away and goes on behind it. Threads
 * inherit the setting; what a program starts loads this file again. Handlers that programs set for the same signal, as V8
 * does, are called for all else.
 */
#define _GNU_SOURCE
#include <cpuid.h>
#include <dlfcn.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#ifndef ARCH_SET_CPUID
#define ARCH_SET_CPUID 0x1012
#endif

enum { AVX2, SSE };
static int level = AVX2;
static struct sigaction theirs = {.sa_handler = SIG_DFL};

static unsigned bits(const int *places) {
  unsigned result = 0;
  for (; *places >= 0; places++) result |= 1u << *places;
  return result;
}
#define BITS(...) bits((const int[]){__VA_ARGS__, -1})

/* Intel's manual, volume 2, CPUID: extensions of 512 bits, AMX and their kin; in leaf 7.1 also the later ones of AVX. */
static void take_away(unsigned leaf, unsigned subleaf, unsigned *a, unsigned *b, unsigned *c, unsigned *d) {
  if (leaf == 7 && subleaf == 0) {
    *b &= ~BITS(16, 17, 21, 26, 27, 28, 30, 31);
    *c &= ~BITS(1, 6, 11, 12, 14);
    *d &= ~BITS(2, 3, 8, 22, 23, 24, 25);
  }
  if (leaf == 7 && subleaf == 1) {
    *a &= ~BITS(4, 5, 21, 23);
    *d &= ~BITS(4, 5, 19);
  }
  if (level != SSE) return;
  if (leaf == 7 && subleaf == 0) {
    *b &= ~BITS(5);     /* AVX2 */
    *c &= ~BITS(9, 10); /* VAES, VPCLMULQDQ */
  }
  if (leaf == 1) *c &= ~BITS(12, 28, 29); /* FMA, AVX, F16C */
}

static void identify(ucontext_t *context) {
  greg_t *registers = context->uc_mcontext.gregs;
  unsigned leaf = registers[REG_RAX], subleaf = registers[REG_RCX], a, b, c, d;
  syscall(SYS_arch_prctl, ARCH_SET_CPUID, 1);
  __cpuid_count(leaf, subleaf, a, b, c, d);
  syscall(SYS_arch_prctl, ARCH_SET_CPUID, 0);
  take_away(leaf, subleaf, &a, &b, &c, &d);
  registers[REG_RAX] = a;
  registers[REG_RBX] = b;
  registers[REG_RCX] = c;
  registers[REG_RDX] = d;
  registers[REG_RIP] += 2;
}

static int set_action(int number, const struct sigaction *action, struct sigaction *old) {
  static int (*next)(int, const struct sigaction *, struct sigaction *);
  if (next == NULL) next = dlsym(RTLD_NEXT, "sigaction");
  return next(number, action, old);
}

static void caught(int number, siginfo_t *info, void *context) {
  const unsigned char *at = (const unsigned char *)((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
  if (info->si_code == SI_KERNEL && at != NULL && at[0] == 0x0f && at[1] == 0xa2) {
    identify(context);
  } else if (theirs.sa_flags & SA_SIGINFO) {
    theirs.sa_sigaction(number, info, context);
  } else if (theirs.sa_handler != SIG_DFL && theirs.sa_handler != SIG_IGN) {
    theirs.sa_handler(number);
  } else {
    set_action(SIGSEGV, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
    /* A fault comes again by itself, a signal that was sent does not. */
    if (info->si_code <= 0) raise(SIGSEGV);
  }
}

int sigaction(int number, const struct sigaction *action, struct sigaction *old) {
  if (number != SIGSEGV) return set_action(number, action, old);
  if (old != NULL) *old = theirs;
  if (action != NULL) theirs = *action;
  return 0;
}

sighandler_t signal(int number, sighandler_t handler) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART}, old;
  return sigaction(number, &action, &old) == 0 ? old.sa_handler : SIG_ERR;
}

/* A thread that blocks the signal would be killed by its next CPUID. */
static int set_mask(const char *name, int how, const sigset_t *set, sigset_t *old) {
  int (*next)(int, const sigset_t *, sigset_t *) = dlsym(RTLD_NEXT, name);
  sigset_t without;
  if (set == NULL || how == SIG_UNBLOCK) return next(how, set, old);
  without = *set;
  sigdelset(&without, SIGSEGV);
  return next(how, &without, old);
}
int sigprocmask(int how, const sigset_t *set, sigset_t *old) { return set_mask("sigprocmask", how, set, old); }
int pthread_sigmask(int how, const sigset_t *set, sigset_t *old) { return set_mask("pthread_sigmask", how, set, old); }

/* Runs before all other libraries begin (-z initfirst), when getenv knows nothing yet. */
__attribute__((constructor)) static void begin(int count, char **values, char **environment) {
  (void)count;
  (void)values;
  for (; environment != NULL && *environment != NULL; environment++)
    if (strcmp(*environment, "LESSER=sse") == 0) level = SSE;
  struct sigaction action = {.sa_sigaction = caught, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  set_action(SIGSEGV, &action, NULL);
  syscall(SYS_arch_prctl, ARCH_SET_CPUID, 0);
}
