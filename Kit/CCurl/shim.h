// curl_easy_setopt and curl_easy_getinfo take their last argument as "...",
// which Swift cannot call: these give each type a function of its own.

#ifndef QIAO_CURL_SHIM_H
#define QIAO_CURL_SHIM_H

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <string.h>

/// Bytes to send, and how many libcurl has taken.
typedef struct {
  const char *bytes;
  size_t length;
  size_t offset;
} qiao_upload;

/// The server's last refusal (a reply 4xx or 5xx), cut to the capacity.
typedef struct {
  char *text;
  size_t capacity;
  size_t length;
  /// Whether the next line begins another reply.
  int is_complete;
  /// How many replies there were.
  long count;
  /// Which of them the refusal was, from 1; 0: there was none.
  long refusal;
} qiao_reply;

static inline size_t qiao_take_upload(char *buffer, size_t size, size_t count, void *data) {
  qiao_upload *upload = (qiao_upload *)data;
  size_t room = size * count;
  size_t left = upload->length - upload->offset;
  size_t taken = room < left ? room : left;
  memcpy(buffer, upload->bytes + upload->offset, taken);
  upload->offset += taken;
  return taken;
}

// A reply is lines "250-…" and then one "250 …" (RFC 5321, section 4.2).
static inline size_t qiao_note_reply(char *line, size_t size, size_t count, void *data) {
  qiao_reply *reply = (qiao_reply *)data;
  size_t length = size * count;
  int is_refusal = length > 0 && (line[0] == '4' || line[0] == '5');
  if (reply->is_complete) {
    reply->count += 1;
    if (is_refusal) {
      reply->refusal = reply->count;
      reply->length = 0;
    }
  }
  if (is_refusal) {
    size_t room = reply->capacity - reply->length;
    size_t kept = length < room ? length : room;
    memcpy(reply->text + reply->length, line, kept);
    reply->length += kept;
  }
  reply->is_complete = length < 4 || line[3] != '-';
  return length;
}

static inline CURLcode qiao_set_string(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode qiao_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode qiao_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}

/// The buffer must hold CURL_ERROR_SIZE bytes until it is unset.
static inline CURLcode qiao_set_error_buffer(CURL *handle, char *buffer) {
  return curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, buffer);
}

/// Sends the upload and declares its size; it must live until the transfer ends.
static inline CURLcode qiao_set_upload(CURL *handle, qiao_upload *upload) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)upload->length);
  if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_READFUNCTION, qiao_take_upload);
  if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_READDATA, upload);
  return code;
}

/// Notes the server's replies; it must live until the transfer ends.
static inline CURLcode qiao_set_reply(CURL *handle, qiao_reply *reply) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, qiao_note_reply);
  if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_HEADERDATA, reply);
  return code;
}

static inline CURLcode qiao_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}

#endif
