// The payload of an age file: read at any place by any number of threads, and never other than it was written.

#include "stream/age/age_file.h"

#include <gmock/gmock.h>

#include <atomic>
#include <optional>
#include <random>
#include <thread>
#include <vector>

#include "stream/age/chunks.h"
#include "stream/age/sealing.h"
#include "stream/sequential_source.h"

namespace mongokeep::stream::age {
namespace {

using testing::HasSubstr;

/// An age file taken apart, to be put together otherwise.
struct Parts {
  explicit Parts(const std::string& file) {
    const std::size_t begin = length_of_header(file) + payload_nonce_size;
    opening = file.substr(0, begin);
    for (std::size_t at = begin; at < file.size(); at += sealed_chunk_size) {
      chunks.push_back(file.substr(at, sealed_chunk_size));
    }
  }
  std::string whole() const {
    std::string file = opening;
    for (const std::string& chunk : chunks) file += chunk;
    return file;
  }

  std::string opening;  ///< header and nonce
  std::vector<std::string> chunks;
};

/// A holder, and a file of theirs of so many bytes.
struct Scene {
  explicit Scene(std::size_t size) : text(varied_text(size)), file(sealed(text, recipients_of({holder.recipient}))) {}

  /// The Error that reading such a file from the beginning to the end comes to, and what came before it.
  Error refusal_of(const std::string& changed) {
    given_out.clear();
    return error_of([&] {
      const MemoryReadAt bytes(changed);
      const AgeFile plain(bytes, holder.identities.open(bytes, "users.json.age"), "users.json.age");
      SequentialSource source(plain);
      std::string room(5000, '\0');
      while (const std::size_t got = source.read(room)) given_out.append(room, 0, got);
    });
  }

  /// Expects that reading it fails, with nothing given out that is not the true text as far as it goes.
  Error expect_damaged(const std::string& changed) {
    const Error error = refusal_of(changed);
    EXPECT_EQ(error.kind(), ErrorKind::damaged) << error.what();
    EXPECT_EQ(error.subject(), "users.json.age");
    EXPECT_LT(given_out.size(), text.size());
    EXPECT_TRUE(text.starts_with(given_out));
    return error;
  }

  Holder holder;
  std::string text;
  std::string file;
  std::string given_out;
};

TEST(AgeFile, OfAnySizeIsReadBack) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, chunk_size - 1, chunk_size, chunk_size + 1,
                                 2 * chunk_size, 5 * chunk_size + 77}) {
    Scene scene(size);
    EXPECT_TRUE(opened(scene.file, scene.holder.identities) == scene.text) << size;
  }
}

TEST(AgeFile, IsReadBackByEachOfItsRecipients) {
  const Holder first;
  const Holder second;
  const Holder third;
  const std::string file = sealed("for three", recipients_of({first.recipient, second.recipient, third.recipient}));
  for (const Holder* holder : {&first, &second, &third}) EXPECT_EQ(opened(file, holder->identities), "for three");
}

TEST(AgeFile, IsReadAtAnyPlace) {
  Scene scene(4 * chunk_size + 1000);
  const MemoryReadAt bytes(scene.file);
  const AgeFile plain(bytes, scene.holder.identities.open(bytes, "f"), "f");
  ASSERT_EQ(plain.size(), scene.text.size());
  const auto expect_at = [&](std::size_t offset, std::size_t size) {
    std::string room(size, '?');
    plain.read_at(offset, room);
    EXPECT_TRUE(room == scene.text.substr(offset, size)) << size << " bytes at " << offset;
  };
  for (const std::size_t offset : {std::size_t{0}, std::size_t{1}, chunk_size - 1, chunk_size, chunk_size + 1,
                                   3 * chunk_size, 4 * chunk_size, 4 * chunk_size + 999}) {
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, std::size_t{1000}, chunk_size, 2 * chunk_size + 1, scene.text.size()}) {
      expect_at(offset, std::min(size, scene.text.size() - offset));
    }
  }
  expect_at(scene.text.size(), 0);
}

TEST(AgeFile, IsReadByManyThreadsAtOnce) {
  Scene scene(8 * chunk_size + 1000);
  const MemoryReadAt bytes(scene.file);
  const AgeFile plain(bytes, scene.holder.identities.open(bytes, "f"), "f");
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (unsigned seed = 0; seed < 4; ++seed) {
    threads.emplace_back([&, seed] {
      std::mt19937 random(seed);
      for (int i = 0; i < 200; ++i) {
        const std::size_t offset = random() % scene.text.size();
        std::string room(random() % std::min<std::size_t>(scene.text.size() - offset, 100000), '?');
        plain.read_at(offset, room);
        if (scene.text.compare(offset, room.size(), room) != 0) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST(AgeFile, CutAnywhereIsDamaged) {
  Scene scene(100);
  for (std::size_t length = 0; length < scene.file.size(); ++length) {
    scene.expect_damaged(scene.file.substr(0, length));
    EXPECT_EQ(scene.given_out, "");
  }
}

TEST(AgeFile, CutNearTheBordersOfItsChunksIsDamaged) {
  Scene scene(2 * chunk_size + 100);
  const std::size_t begin = Parts(scene.file).opening.size();
  for (std::size_t chunk = 0; chunk < 3; ++chunk) {
    for (const int near : {-17, -16, -15, -1, 0, 1, 15, 16, 17}) {
      const std::size_t length = begin + chunk * sealed_chunk_size + static_cast<std::size_t>(near);
      scene.expect_damaged(scene.file.substr(0, length));
      EXPECT_EQ(scene.given_out, "") << "the end is looked at first";
    }
  }
}

TEST(AgeFile, CutAtTheBorderOfAChunkIsDamagedHoweverMany) {
  Scene scene(4 * chunk_size);
  Parts parts(scene.file);
  while (parts.chunks.size() > 1) {
    parts.chunks.pop_back();
    scene.expect_damaged(parts.whole());
    EXPECT_EQ(scene.given_out, "");
  }
}

TEST(AgeFile, WithBytesAfterItsEndIsDamaged) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{10}, chunk_size}) {
    Scene scene(size);
    for (const std::size_t more : {1, 15, 16, 17, 1000}) {
      const Error error = scene.refusal_of(scene.file + std::string(more, '\0'));
      EXPECT_EQ(error.kind(), ErrorKind::damaged) << size << " and " << more;
      EXPECT_EQ(scene.given_out, "");
    }
    EXPECT_EQ(scene.refusal_of(scene.file + scene.file).kind(), ErrorKind::damaged);
  }
}

TEST(AgeFile, WithChunksInAnotherOrderIsDamaged) {
  Scene scene(4 * chunk_size);
  for (std::size_t first = 0; first < 4; ++first) {
    for (std::size_t second = first + 1; second < 4; ++second) {
      Parts parts(scene.file);
      std::swap(parts.chunks[first], parts.chunks[second]);
      scene.expect_damaged(parts.whole());
    }
  }
}

TEST(AgeFile, WithAChunkDroppedOrTwiceIsDamaged) {
  Scene scene(4 * chunk_size);
  for (std::ptrdiff_t chunk = 0; chunk < 4; ++chunk) {
    Parts dropped(scene.file);
    dropped.chunks.erase(dropped.chunks.begin() + chunk);
    scene.expect_damaged(dropped.whole());
    Parts twice(scene.file);
    twice.chunks.insert(twice.chunks.begin() + chunk, twice.chunks[static_cast<std::size_t>(chunk)]);
    scene.expect_damaged(twice.whole());
  }
}

TEST(AgeFile, WithAChunkOfAnotherFileIsDamaged) {
  Scene scene(3 * chunk_size);
  const Parts other(sealed(scene.text, recipients_of({scene.holder.recipient})));
  for (std::size_t chunk = 0; chunk < 3; ++chunk) {
    Parts parts(scene.file);
    parts.chunks[chunk] = other.chunks[chunk];
    scene.expect_damaged(parts.whole());
  }
  Parts payload = other;
  payload.opening =
      scene.file.substr(0, length_of_header(scene.file)) + other.opening.substr(other.opening.size() - 16);
  scene.expect_damaged(payload.whole());
}

// Even where whoever made it holds the key: two readers must not differ in what such a file is.
TEST(AgeFile, WithALastChunkThatIsEmptyIsDamagedUnlessItIsTheOnlyOne) {
  const Holder holder;
  const FileKey key = FileKey::generate();
  const std::string opening = recipients_of({holder.recipient}).header_for(key) + std::string(payload_nonce_size, 'n');
  Aead cipher(payload_key(key, std::string(payload_nonce_size, 'n')), Aead::Direction::seal);
  const auto sealed_chunk = [&](const std::string& text, std::uint64_t number, Place place) {
    std::string chunk(text.size() + Aead::tag_size, '\0');
    cipher.seal(chunk_nonce(number, place), bytes_of(text),
                {reinterpret_cast<std::uint8_t*>(chunk.data()), chunk.size()});
    return chunk;
  };
  const std::string full(chunk_size, 'x');
  EXPECT_EQ(opened(opening + sealed_chunk("", 0, Place::last), holder.identities), "");
  EXPECT_TRUE(opened(opening + sealed_chunk(full, 0, Place::last), holder.identities) == full);

  const std::string empty_end =
      opening + sealed_chunk(full, 0, Place::before_others) + sealed_chunk("", 1, Place::last);
  EXPECT_THAT(error_of([&] { opened(empty_end, holder.identities); }).cause(), HasSubstr("empty"));
  const std::string without_end = opening + sealed_chunk(full, 0, Place::before_others);
  EXPECT_EQ(error_of([&] { opened(without_end, holder.identities); }).kind(), ErrorKind::damaged);
  const std::string end_within = opening + sealed_chunk(full, 0, Place::last) + sealed_chunk("x", 1, Place::last);
  EXPECT_EQ(error_of([&] { opened(end_within, holder.identities); }).kind(), ErrorKind::damaged);
  const std::string short_within =
      opening + sealed_chunk("x", 0, Place::before_others) + sealed_chunk("y", 1, Place::last);
  EXPECT_EQ(error_of([&] { opened(short_within, holder.identities); }).kind(), ErrorKind::damaged);
}

TEST(AgeFile, WithABitFlippedIsDamaged) {
  Scene scene(2 * chunk_size + 100);
  const std::size_t begin = length_of_header(scene.file);
  std::vector<std::size_t> places;
  for (std::size_t at = 0; at < payload_nonce_size + 40; ++at) places.push_back(begin + at);
  for (std::size_t at = begin; at < scene.file.size(); at += 997) places.push_back(at);
  for (std::size_t back = 1; back <= 120; ++back) places.push_back(scene.file.size() - back);
  for (std::size_t i = 0; i < places.size(); ++i) {
    std::string flipped = scene.file;
    flipped[places[i]] = static_cast<char>(static_cast<unsigned char>(flipped[places[i]]) ^ 1U << i % 8);
    scene.expect_damaged(flipped);
  }
}

TEST(AgeFile, SaysWhichChunkIsDamagedAndWhere) {
  Scene scene(4 * chunk_size);
  Parts parts(scene.file);
  parts.chunks[2][5] = static_cast<char>(parts.chunks[2][5] ^ 1);
  const Error error = scene.expect_damaged(parts.whole());
  EXPECT_THAT(error.cause(), HasSubstr("chunk 3 of 4"));
  EXPECT_THAT(error.cause(), HasSubstr("at byte " + std::to_string(parts.opening.size() + 2 * sealed_chunk_size)));
  EXPECT_EQ(scene.given_out.size() / chunk_size, 1U) << "the rest of what lies before it can be read";
}

TEST(AgeFile, LeavesTheOtherChunksReadableWhereOneIsDamaged) {
  Scene scene(4 * chunk_size);
  Parts parts(scene.file);
  parts.chunks[1][5] = static_cast<char>(parts.chunks[1][5] ^ 1);
  const std::string file = parts.whole();
  const MemoryReadAt bytes(file);
  const AgeFile plain(bytes, scene.holder.identities.open(bytes, "f"), "f");
  std::string room(2 * chunk_size, '?');
  plain.read_at(2 * chunk_size, room);
  EXPECT_TRUE(room == scene.text.substr(2 * chunk_size));
  EXPECT_EQ(error_of([&] { plain.read_at(chunk_size, std::span(room).first(1)); }).kind(), ErrorKind::damaged);
  EXPECT_EQ(error_of([&] { plain.read_at(chunk_size / 2, room); }).kind(), ErrorKind::damaged);
}

TEST(AgeFile, IsDamagedUnderAnotherKey) {
  Scene scene(100);
  const MemoryReadAt bytes(scene.file);
  EXPECT_EQ(error_of([&] { AgeFile(bytes, FileKey::generate(), "f"); }).kind(), ErrorKind::damaged);
}

TEST(AgeFile, WantsTheHeaderThatWasMadeForItsKey) {
  Scene scene(1000);
  const MemoryReadAt bytes(scene.file);
  const FileKey key = scene.holder.identities.open(bytes, "users.json.age");
  std::string changed = scene.file;
  changed[40] = changed[40] == 'A' ? 'B' : 'A';
  const MemoryReadAt changed_bytes(changed);
  EXPECT_EQ(AgeFile(bytes, key.copy(), "users.json.age").size(), 1000U);
  EXPECT_EQ(error_of([&] { AgeFile(changed_bytes, key.copy(), "users.json.age"); }).kind(), ErrorKind::damaged);
}

}  // namespace
}  // namespace mongokeep::stream::age
