#include "fuzz/sealed_file.h"

#include "stream/age/age_sink.h"
#include "stream/age/recipients.h"
#include "stream/string_sink.h"

namespace mongokeep::fuzz {

SealedFile::SealedFile(std::size_t size) {
  using namespace stream::age;
  while (text.size() < size) text += std::to_string(text.size()) + ",";
  text.resize(size);
  const Identity identity = Identity::generate();
  identities.add_keys(identity.text(), "the target");
  const FileKey key = FileKey::generate();
  mark = key.mark();
  const Recipients recipients =
      Recipients::of_keys({identity.recipient(), Identity::generate().recipient()}, "the target");
  stream::StringSink end(file);
  AgeSink sink(key, recipients.header_for(key), end);
  sink.write(text);
  sink.finish();
}

}  // namespace mongokeep::fuzz
