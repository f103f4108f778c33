// SPDX-License-Identifier: MIT
#include "record.h"
#include "stand.h"

#define MARKER_LEVEL 15

static struct {
	uint32_t *out;
	uint64_t words, length; /* of the buffer; written or wanted so far */
	uint64_t head;		/* where the current record begins */
	unsigned int last_event;
	uint32_t warnings;
	int muted;
} record;

void record_start(uint32_t *out, uint64_t words)
{
	record.out = out;
	record.words = words;
	record.length = 0;
}

int64_t record_finish(void)
{
	return record.length > record.words ? -1 : (int64_t)record.length;
}

/* Room for `n` more words, or NULL where there is none; the length grows all the same. */
static uint32_t *room(unsigned int n)
{
	uint64_t at = record.length;

	record.length += n;
	return record.length <= record.words ? record.out + at : NULL;
}

static int whole(void)
{
	return record.out && record.head + IOC_HEADER_WORDS <= record.words;
}

void record_begin(void)
{
	uint32_t *words;

	record.warnings = 0;
	record.last_event = 0;
	record.head = record.length;
	if (!record.out)
		return;
	words = room(IOC_HEADER_WORDS);
	if (words)
		memset(words, 0, IOC_HEADER_WORDS * sizeof(*words));
}

void record_end(void)
{
	if (whole())
		record.out[record.head + IOC_W_LENGTH] = (uint32_t)(record.length - record.head);
}

void record_set(unsigned int word, uint32_t value)
{
	if (whole())
		record.out[record.head + word] = value;
}

void record_set64(unsigned int word, uint64_t value)
{
	record_set(word, (uint32_t)value);
	record_set(word + 1, (uint32_t)(value >> 32));
}

void stand_event(unsigned int kind, unsigned int count, uint64_t start, uint64_t end)
{
	uint32_t *words;

	record.last_event = kind;
	if (!record.out || record.muted)
		return;
	words = room(IOC_EVENT_WORDS);
	if (!words)
		return;
	words[0] = kind;
	words[1] = count;
	words[2] = (uint32_t)start;
	words[3] = (uint32_t)(start >> 32);
	words[4] = (uint32_t)end;
	words[5] = (uint32_t)(end >> 32);
	record.out[record.head + IOC_W_EVENTS]++;
}

void record_free(unsigned int kind)
{
	if (record.last_event != kind)
		stand_event(kind, 1, 0, 0);
	else if (record.out && !record.muted && record.length <= record.words)
		record.out[record.length - IOC_EVENT_WORDS + 1]++;
}

void record_run(unsigned int level, unsigned int index, unsigned int count, uint64_t raw)
{
	uint32_t *words = room(IOC_RUN_WORDS);

	if (!words)
		return;
	words[0] = level << 28 | index << 16 | count;
	words[1] = (uint32_t)raw;
	words[2] = (uint32_t)(raw >> 32);
	record.out[record.head + IOC_W_RUNS]++;
}

void record_marker(unsigned int domain, unsigned int top_level, uint32_t live)
{
	record_run(MARKER_LEVEL, domain, top_level, live);
}

void record_mute(int muted)
{
	record.muted = muted;
}

void stand_warn(void)
{
	record.warnings++;
}

uint32_t record_warnings(void)
{
	return record.warnings;
}
