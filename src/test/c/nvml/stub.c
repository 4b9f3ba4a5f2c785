/*
 * A stand-in for libnvidia-ml.so.1, for machines without a GPU. It reads what it is to play from
 * the file "gpus" beside itself (or from TUNEPLAN_NVML_STUB), again whenever that file changes.
 * A line says what one GPU, or every GPU (*), does:
 *
 *   gpus 2                        how many there are
 *   clock 12.5                    the time in seconds; without it the time since nvmlInit_v2
 *   fail init 9                   what nvmlInit_v2 returns
 *   hang init                     it never returns, as long as the file says so
 *   missing nvmlDeviceGetUUID     a function that this library does not have (it returns 13)
 *   gpu 0 name NVIDIA H100        its name
 *   gpu 0 power 0:100000 30:300000   milliwatts from each second on; its energy is the sum
 *   gpu 0 util 0:0 30:97          percent, in the same way; memutil, used (MiB), clock (MHz),
 *                                 temp, reasons (bits), ecc, sm, tensor, dram as well
 *   gpu 0 total 81559             MiB; reserved as well
 *   gpu 0 reload 60               at this second its counters begin anew
 *   gpu 0 fails power 3           what reading this returns
 *   gpu 0 hangs power             reading this never returns, as long as the file says so
 *   gpu 0 slices 2                it is cut into slices; their memory is used/slices
 *   gpu 0 xid 79                  an error, once for each time that the file changes
 *   count                         whenever GPU 0 is read, the file "gpus.reads" grows by a byte
 *
 * Layouts and numbers are those of nvml.h, API version 13.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { GPUS = 16, POINTS = 64, LINES = 400, SLICES = 7 };
enum { POWER, UTIL, MEMUTIL, USED, CLOCK, TEMP, REASONS, ECC, SM, TENSOR, DRAM, ENERGY, PROFILES };
static const char *const PROFILE[PROFILES] = {"power",   "util", "memutil", "used",   "clock", "temp",
                                              "reasons", "ecc",  "sm",      "tensor", "dram",  "energy"};

struct profile { int n; double at[POINTS], value[POINTS]; };

struct gpu {
  int index, slices, xid;
  char name[96];
  double total, reserved, reload;
  struct profile profile[PROFILES];
  int fails[PROFILES], hangs[PROFILES];
};

static struct gpu gpu[GPUS], slice[GPUS][SLICES];
static char missing[4096];
static int gpus, initFails, initHangs, counts, eventSet;
static double fixedClock;
static struct timespec began;
static struct stat known;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static const char *script(void) {
  static char path[4096];
  const char *told = getenv("TUNEPLAN_NVML_STUB");
  Dl_info own;
  if (told) return told;
  if (!*path && dladdr((void *)script, &own)) {
    snprintf(path, sizeof path, "%s", own.dli_fname);
    char *end = strrchr(path, '/');
    snprintf(end ? end + 1 : path, 16, "gpus");
  }
  return path;
}

static int number(const char *word) {
  for (int i = 0; i < PROFILES; i++) {
    if (!strcmp(word, PROFILE[i])) return i;
  }
  return -1;
}

static void points(struct profile *p, char *text) {
  p->n = 0;
  for (char *save, *w = strtok_r(text, " \n", &save); w && p->n < POINTS; w = strtok_r(NULL, " \n", &save)) {
    if (sscanf(w, "%lf:%lf", &p->at[p->n], &p->value[p->n]) == 2) p->n++;
  }
}

static void said(struct gpu *g, char *word, char *rest) {
  char what[64] = "";
  int code = 0, which = number(word);
  sscanf(rest, "%63s %d", what, &code);
  if (which >= 0) points(&g->profile[which], rest);
  else if (!strcmp(word, "name")) snprintf(g->name, sizeof g->name, "%.*s", (int)strcspn(rest, "\n"), rest);
  else if (!strcmp(word, "total")) g->total = atof(rest);
  else if (!strcmp(word, "reserved")) g->reserved = atof(rest);
  else if (!strcmp(word, "reload")) g->reload = atof(rest);
  else if (!strcmp(word, "slices")) g->slices = atoi(rest);
  else if (!strcmp(word, "xid")) g->xid = atoi(rest);
  else if (!strcmp(word, "fails") && number(what) >= 0) g->fails[number(what)] = code;
  else if (!strcmp(word, "hangs") && number(what) >= 0) g->hangs[number(what)] = 1;
}

static void one(char *line) {
  char which[16], word[32], rest[4096] = "";
  if (sscanf(line, "gpus %d", &gpus) == 1 || sscanf(line, "clock %lf", &fixedClock) == 1 ||
      sscanf(line, "fail init %d", &initFails) == 1)
    return;
  if (!strncmp(line, "hang init", 9)) initHangs = 1;
  if (!strncmp(line, "count", 5)) counts = 1;
  if (!strncmp(line, "missing ", 8)) strncat(missing, line + 7, sizeof missing - strlen(missing) - 1);
  if (sscanf(line, "gpu %15s %31s %4095[^\n]", which, word, rest) < 2) return;
  for (int i = 0; i < GPUS; i++) {
    char copy[4096];
    snprintf(copy, sizeof copy, "%s", rest);
    if (*which == '*' || atoi(which) == i) said(&gpu[i], word, copy);
  }
}

static void read_script(void) {
  struct stat now;
  char line[4096];
  pthread_mutex_lock(&lock);
  if (!stat(script(), &now) &&
      (memcmp(&now.st_mtim, &known.st_mtim, sizeof now.st_mtim) || now.st_ino != known.st_ino ||
       now.st_size != known.st_size)) {
    FILE *in = fopen(script(), "r");
    known = now;
    gpus = initFails = initHangs = counts = 0;
    fixedClock = -1;
    *missing = 0;
    memset(gpu, 0, sizeof gpu);
    for (int i = 0; i < GPUS; i++) {
      gpu[i].index = i;
      gpu[i].total = 81559;
      gpu[i].reload = -1;
      snprintf(gpu[i].name, sizeof gpu[i].name, "Stub GPU");
    }
    for (int i = 0; in && i < LINES && fgets(line, sizeof line, in); i++) one(line);
    if (in) fclose(in);
  }
  pthread_mutex_unlock(&lock);
}

static double seconds(void) {
  struct timespec now;
  if (fixedClock >= 0) return fixedClock;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec - began.tv_sec + (now.tv_nsec - began.tv_nsec) / 1e9;
}

static double value(const struct profile *p, double at) {
  double v = 0;
  for (int i = 0; i < p->n && p->at[i] <= at; i++) v = p->value[i];
  return v;
}

static double sum(const struct profile *p, double from, double to) {
  double all = 0;
  for (int i = 0; i < p->n; i++) {
    double a = fmax(from, p->at[i]), b = i + 1 < p->n ? fmin(to, p->at[i + 1]) : to;
    if (b > a) all += (b - a) * p->value[i];
  }
  return all;
}

/* In the file system, where it is seen also of a process that was killed. */
static void count(void) {
  char path[4200];
  snprintf(path, sizeof path, "%s.reads", script());
  int out = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (out < 0 || write(out, ".", 1) != 1) abort();
  close(out);
}

static int absent(const char *function) {
  char with[128];
  snprintf(with, sizeof with, " %s\n", function);
  read_script();
  return strstr(missing, with) != NULL;
}

/* Waits while the script says that this hangs, and returns what it says that this returns. */
static int fate(struct gpu *g, int which) {
  for (read_script(); g->hangs[which]; read_script()) usleep(2000);
  return g->fails[which];
}

static struct gpu *whole(struct gpu *g) { return g >= gpu && g < gpu + GPUS ? g : NULL; }

#define API __attribute__((visibility("default"))) int
#define OR_ABSENT if (absent(__func__)) return 13
#define GIVE(which, out, type)                              \
  OR_ABSENT;                                                \
  if (!whole(g)) return 2;                                  \
  int result = fate(g, which);                              \
  if (!result) *out = (type)value(&g->profile[which], seconds()); \
  return result

API nvmlInit_v2(void) {
  read_script();
  clock_gettime(CLOCK_MONOTONIC, &began);
  for (; initHangs; read_script()) usleep(2000);
  return initFails;
}

API nvmlShutdown(void) { return 0; }

API nvmlSystemGetDriverVersion(char *version, unsigned length) {
  OR_ABSENT;
  snprintf(version, length, "580.95.05");
  return 0;
}

API nvmlDeviceGetEnforcedPowerLimit(struct gpu *g, unsigned *out) {
  OR_ABSENT;
  if (!whole(g)) return 3;
  *out = 700000;
  return 0;
}

API nvmlDeviceGetCount_v2(unsigned *count) {
  read_script();
  *count = gpus;
  return 0;
}

API nvmlDeviceGetHandleByIndex_v2(unsigned index, struct gpu **out) {
  read_script();
  if (index >= (unsigned)gpus) return 2;
  *out = &gpu[index];
  return 0;
}

API nvmlDeviceGetName(struct gpu *g, char *name, unsigned length) {
  OR_ABSENT;
  snprintf(name, length, "%s%s", whole(g) ? g->name : "Stub GPU", whole(g) ? "" : " MIG");
  return 0;
}

API nvmlDeviceGetUUID(struct gpu *g, char *uuid, unsigned length) {
  OR_ABSENT;
  snprintf(uuid, length, whole(g) ? "GPU-%08d-stub" : "MIG-%08d-stub", g->index);
  return 0;
}

API nvmlDeviceGetUtilizationRates(struct gpu *g, unsigned *out) {
  OR_ABSENT;
  if (!whole(g) || g->slices) return 3;
  int result = fate(g, UTIL);
  if (counts && g == gpu) count();
  out[0] = value(&g->profile[UTIL], seconds());
  out[1] = value(&g->profile[MEMUTIL], seconds());
  return result;
}

static int memory(struct gpu *g, double *total, double *reserved, double *used) {
  struct gpu *card = whole(g) ? g : &gpu[g->index / SLICES];
  double share = whole(g) ? 1 : 1.0 / card->slices;
  int result = fate(card, USED);
  *total = card->total * share * 1048576;
  *reserved = card->reserved * share * 1048576;
  *used = value(&card->profile[USED], seconds()) * share * 1048576;
  return result;
}

API nvmlDeviceGetMemoryInfo_v2(struct gpu *g, void *out) {
  OR_ABSENT;
  double total, reserved, used;
  if (*(unsigned *)out != (40 | 2u << 24)) return 25;
  int result = memory(g, &total, &reserved, &used);
  unsigned long long *sizes = out;
  sizes[1] = total, sizes[2] = reserved, sizes[3] = total - reserved - used, sizes[4] = used;
  return result;
}

API nvmlDeviceGetMemoryInfo(struct gpu *g, unsigned long long *sizes) {
  OR_ABSENT;
  double total, reserved, used;
  int result = memory(g, &total, &reserved, &used);
  sizes[0] = total, sizes[1] = total - reserved - used, sizes[2] = reserved + used;
  return result;
}

API nvmlDeviceGetPowerUsage(struct gpu *g, unsigned *out) { GIVE(POWER, out, unsigned); }

API nvmlDeviceGetTotalEnergyConsumption(struct gpu *g, unsigned long long *out) {
  OR_ABSENT;
  if (!whole(g)) return 3;
  int result = fate(g, ENERGY);
  double now = seconds(), from = g->reload >= 0 && now >= g->reload ? g->reload : 0;
  /* a card has worked before: 1 MJ */
  *out = (from > 0 ? 0 : 1000000000ULL) + (unsigned long long)sum(&g->profile[POWER], from, now);
  return result;
}

API nvmlDeviceGetClockInfo(struct gpu *g, int type, unsigned *out) {
  if (type != 1) return 2;
  GIVE(CLOCK, out, unsigned);
}

API nvmlDeviceGetTemperature(struct gpu *g, int sensor, unsigned *out) {
  if (sensor != 0) return 2;
  GIVE(TEMP, out, unsigned);
}

API nvmlDeviceGetCurrentClocksEventReasons(struct gpu *g, unsigned long long *out) {
  GIVE(REASONS, out, unsigned long long);
}

API nvmlDeviceGetCurrentClocksThrottleReasons(struct gpu *g, unsigned long long *out) {
  GIVE(REASONS, out, unsigned long long);
}

API nvmlDeviceGetTotalEccErrors(struct gpu *g, int kind, int counter, unsigned long long *out) {
  if (kind < 0 || kind > 1 || counter != 0) return 2;
  GIVE(ECC, out, unsigned long long);
}

API nvmlDeviceGetMigMode(struct gpu *g, unsigned *now, unsigned *pending) {
  OR_ABSENT;
  *now = *pending = g->slices > 0;
  return 0;
}

API nvmlDeviceGetMaxMigDeviceCount(struct gpu *g, unsigned *out) {
  *out = g->slices ? SLICES : 0;
  return 0;
}

API nvmlDeviceGetMigDeviceHandleByIndex(struct gpu *g, unsigned index, struct gpu **out) {
  if (index >= (unsigned)g->slices) return 6;
  *out = &slice[g->index][index];
  (*out)->index = g->index * SLICES + index;
  return 0;
}

API nvmlDeviceGetGpuInstanceId(struct gpu *g, unsigned *out) {
  if (whole(g)) return 2;
  *out = g->index % SLICES + 1;
  return 0;
}

API nvmlGpmQueryDeviceSupport(struct gpu *g, unsigned *out) {
  OR_ABSENT;
  if (out[0] != 1) return 25;
  out[1] = g->profile[SM].n > 0;
  return 0;
}

struct sample { struct gpu *of; unsigned instance; double at; };

API nvmlGpmSampleAlloc(struct sample **out) {
  OR_ABSENT;
  *out = calloc(1, sizeof(struct sample));
  return 0;
}

API nvmlGpmSampleGet(struct gpu *g, struct sample *into) {
  OR_ABSENT;
  if (g->fails[SM]) return g->fails[SM];
  into->of = g;
  into->at = seconds();
  return 0;
}

API nvmlGpmMigSampleGet(struct gpu *g, unsigned instance, struct sample *into) {
  into->instance = instance;
  return nvmlGpmSampleGet(g, into);
}

API nvmlGpmMetricsGet(void *get) {
  struct head { unsigned version, n; struct sample *from, *to; } *h = get;
  struct metric { unsigned id; int result; double value; char *names[3]; } *m = (void *)(h + 1);
  if (h->version != 1 || !h->from->of || h->from->of != h->to->of) return 2;
  for (unsigned i = 0; i < h->n; i++) {
    int which = m[i].id == 2 ? SM : m[i].id == 5 ? TENSOR : m[i].id == 10 ? DRAM : -1;
    m[i].result = which < 0 ? 3 : 0;
    if (which < 0 || h->to->at <= h->from->at) continue;
    m[i].value = sum(&h->from->of->profile[which], h->from->at, h->to->at) / (h->to->at - h->from->at);
  }
  return 0;
}

API nvmlEventSetCreate(void **out) {
  OR_ABSENT;
  *out = &eventSet;
  return 0;
}

API nvmlDeviceRegisterEvents(struct gpu *g, unsigned long long types, void *set) {
  return types == 8 && set == &eventSet && whole(g) ? 0 : 2;
}

API nvmlEventSetWait_v2(void *set, void *out, unsigned timeout) {
  struct data { struct gpu *g; unsigned long long type, data; unsigned instance, part; } *d = out;
  (void)set, (void)timeout;
  read_script();
  for (int i = 0; i < gpus; i++) {
    if (gpu[i].xid > 0) {
      *d = (struct data){&gpu[i], 8, gpu[i].xid, -1, -1};
      gpu[i].xid = 0;
      return 0;
    }
  }
  return 10;
}
