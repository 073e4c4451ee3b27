// File descriptors, texts and compressed streams as byte sources; see byte_source.h.
#include "traces/byte_source.h"

#include <errno.h>
#include <lzma.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <vector>

namespace sigspec::traces {
namespace {

constexpr std::size_t kCompressedBlock = 64 * 1024;
// A hostile archive may ask for gigabytes of dictionary; recordings are made with far less.
constexpr std::uint64_t kXzMemoryMax = 256u << 20;
constexpr int kZstdWindowLogMax = 27;

class FdSource : public ByteSource {
 public:
  explicit FdSource(int fd) : fd_(fd) {}
  ~FdSource() override {
    if (fd_ > STDIN_FILENO) close(fd_);
  }
  Outcome<std::size_t> read(char* out, std::size_t size_max) override {
    for (;;) {
      const ssize_t n = ::read(fd_, out, size_max);
      if (n >= 0) return static_cast<std::size_t>(n);
      if (errno != EINTR) return Failure{std::string("cannot read: ") + strerror(errno)};
    }
  }

 private:
  int fd_;
};

class TextSource : public ByteSource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}
  Outcome<std::size_t> read(char* out, std::size_t size_max) override {
    const std::size_t n = std::min(size_max, text_.size() - at_);
    memcpy(out, text_.data() + at_, n);
    at_ += n;
    return n;
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

// Gives back the bytes that were read to recognise the format, then the rest.
class PrependedSource : public ByteSource {
 public:
  PrependedSource(std::string head, std::unique_ptr<ByteSource> rest)
      : head_(std::move(head)), rest_(std::move(rest)) {}
  Outcome<std::size_t> read(char* out, std::size_t size_max) override {
    if (at_ == head_.size()) return rest_->read(out, size_max);
    const std::size_t n = std::min(size_max, head_.size() - at_);
    memcpy(out, head_.data() + at_, n);
    at_ += n;
    return n;
  }

 private:
  std::string head_;
  std::size_t at_ = 0;
  std::unique_ptr<ByteSource> rest_;
};

// What the three decompressors share: the compressed block and the moment it runs dry.
class Decompressor : public ByteSource {
 public:
  Decompressor(std::unique_ptr<ByteSource> raw, const char* format)
      : raw_(std::move(raw)), format_(format), block_(kCompressedBlock) {}

  Outcome<std::size_t> read(char* out, std::size_t size_max) final {
    for (;;) {
      if (at_ == filled_ && !raw_ended_) {
        Outcome<std::size_t> n = raw_->read(block_.data(), block_.size());
        if (!n) return n;
        at_ = 0;
        filled_ = *n;
        raw_ended_ = *n == 0;
      }
      std::size_t produced = 0;
      const Step step = advance(out, size_max, produced);
      if (step == Step::Damaged) return Failure{std::string(format_) + " data is damaged"};
      if (produced > 0) return produced;
      if (at_ == filled_ && raw_ended_) {
        if (step == Step::Finished) return std::size_t{0};
        return Failure{std::string(format_) + " data ends early"};
      }
    }
  }

 protected:
  enum class Step { More, Finished, Damaged };
  // Turns input from next()/left() into output.  Finished: at the end of a member, or behind it.
  virtual Step advance(char* out, std::size_t size_max, std::size_t& produced) = 0;

  const char* next() const { return block_.data() + at_; }
  std::size_t left() const { return filled_ - at_; }
  void consume(std::size_t n) { at_ += n; }
  bool raw_ended() const { return raw_ended_; }

 private:
  std::unique_ptr<ByteSource> raw_;
  const char* format_;
  std::vector<char> block_;
  std::size_t at_ = 0, filled_ = 0;
  bool raw_ended_ = false;
};

class GzSource : public Decompressor {
 public:
  explicit GzSource(std::unique_ptr<ByteSource> raw) : Decompressor(std::move(raw), "gzip") {
    ok_ = inflateInit2(&stream_, 15 + 16) == Z_OK;
  }
  ~GzSource() override { inflateEnd(&stream_); }

 private:
  Step advance(char* out, std::size_t size_max, std::size_t& produced) override {
    if (!ok_) return Step::Damaged;
    if (finished_ && left() > 0) {  // another member follows
      inflateReset(&stream_);
      finished_ = false;
    }
    if (finished_) return Step::Finished;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(next()));
    stream_.avail_in = static_cast<uInt>(left());
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(size_max, 1u << 30));
    const uInt room = stream_.avail_out;
    const int status = inflate(&stream_, Z_NO_FLUSH);
    produced = room - stream_.avail_out;
    consume(left() - stream_.avail_in);
    if (status == Z_STREAM_END) finished_ = true;
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) ok_ = produced > 0;
    if (status < 0 && status != Z_BUF_ERROR && produced == 0) return Step::Damaged;
    return finished_ ? Step::Finished : Step::More;
  }

  z_stream stream_{};
  bool ok_ = false, finished_ = false;
};

class XzSource : public Decompressor {
 public:
  explicit XzSource(std::unique_ptr<ByteSource> raw) : Decompressor(std::move(raw), "xz") {
    ok_ = lzma_stream_decoder(&stream_, kXzMemoryMax, LZMA_CONCATENATED) == LZMA_OK;
  }
  ~XzSource() override { lzma_end(&stream_); }

 private:
  Step advance(char* out, std::size_t size_max, std::size_t& produced) override {
    if (!ok_) return Step::Damaged;
    if (finished_) return Step::Finished;
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(next());
    stream_.avail_in = left();
    stream_.next_out = reinterpret_cast<std::uint8_t*>(out);
    stream_.avail_out = size_max;
    const lzma_ret status = lzma_code(&stream_, raw_ended() ? LZMA_FINISH : LZMA_RUN);
    produced = size_max - stream_.avail_out;
    consume(left() - stream_.avail_in);
    if (status == LZMA_STREAM_END) {
      finished_ = true;
      return Step::Finished;
    }
    if (status == LZMA_OK || status == LZMA_BUF_ERROR) return Step::More;
    ok_ = false;
    return produced > 0 ? Step::More : Step::Damaged;
  }

  lzma_stream stream_ = LZMA_STREAM_INIT;
  bool ok_ = false, finished_ = false;
};

class ZstdSource : public Decompressor {
 public:
  explicit ZstdSource(std::unique_ptr<ByteSource> raw)
      : Decompressor(std::move(raw), "zstd"), stream_(ZSTD_createDStream()) {
    if (stream_ != nullptr) ZSTD_DCtx_setParameter(stream_, ZSTD_d_windowLogMax, kZstdWindowLogMax);
  }
  ~ZstdSource() override { ZSTD_freeDStream(stream_); }

 private:
  Step advance(char* out, std::size_t size_max, std::size_t& produced) override {
    if (stream_ == nullptr || damaged_) return Step::Damaged;
    ZSTD_inBuffer in{next(), left(), 0};
    ZSTD_outBuffer to{out, size_max, 0};
    if (left() == 0 && finished_) return Step::Finished;
    const std::size_t status = ZSTD_decompressStream(stream_, &to, &in);
    produced = to.pos;
    consume(in.pos);
    damaged_ = ZSTD_isError(status) != 0;
    if (damaged_ && produced == 0) return Step::Damaged;
    finished_ = status == 0;
    return finished_ ? Step::Finished : Step::More;
  }

  ZSTD_DStream* stream_;
  bool finished_ = false, damaged_ = false;
};

bool begins(const std::string& head, std::string_view magic) {
  return head.compare(0, magic.size(), magic) == 0;
}

}  // namespace

std::unique_ptr<ByteSource> make_fd_source(int fd) { return std::make_unique<FdSource>(fd); }

std::unique_ptr<ByteSource> make_text_source(std::string text) {
  return std::make_unique<TextSource>(std::move(text));
}

Outcome<std::unique_ptr<ByteSource>> decompress_if_needed(std::unique_ptr<ByteSource> raw) {
  using namespace std::string_view_literals;
  constexpr std::size_t kMagicMax = 6;
  std::string head;
  // A live pipe may give single bytes; a text shorter than a magic number is a text.
  while (head.size() < kMagicMax) {
    char bytes[kMagicMax];
    Outcome<std::size_t> n = raw->read(bytes, kMagicMax - head.size());
    if (!n) return Failure{n.error()};
    if (*n == 0) break;
    head.append(bytes, *n);
  }
  const bool gz = begins(head, "\x1f\x8b"sv), xz = begins(head, "\xfd\x37zXZ\0"sv),
             zst = begins(head, "\x28\xb5\x2f\xfd"sv);
  std::unique_ptr<ByteSource> whole =
      std::make_unique<PrependedSource>(std::move(head), std::move(raw));
  if (gz) whole = std::make_unique<GzSource>(std::move(whole));
  if (xz) whole = std::make_unique<XzSource>(std::move(whole));
  if (zst) whole = std::make_unique<ZstdSource>(std::move(whole));
  return whole;
}

}  // namespace sigspec::traces
