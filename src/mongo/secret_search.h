#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mongo/text_reading.h"
#include "mongo/uri/connection_string.h"

namespace mongokeep::mongo {

/// A secret as short as this is looked for as a word only.
inline constexpr std::size_t longest_word_only = 3;

/// How many bytes of a secret, at least, are looked for where the text may have been cut; 0: only whole ones.
struct CutEdges {
  std::size_t at_beginning = 0;
  std::size_t at_end = 0;
};

/// One text in which secrets are looked for, in every form that Redactor (mongokeep/redactor.h) tells of. The text has
/// to outlive it.
class SecretSearch {
 public:
  SecretSearch(std::string_view text, const CutEdges& edges);

  void look_for(std::string_view secret);
  /// The text with `***` for all that was found.
  std::string masked() const;

 private:
  void look_in(const TextReading& reading, std::string_view secret);
  void look_at_edges(const TextReading& reading, std::string_view secret, const CutEdges& edges);
  void look_for_codes(std::string_view secret);
  void take_run(const Span& part);

  std::string_view text_;
  CutEdges edges_;
  std::vector<TextReading> readings_;  ///< in lower case
  std::vector<Span> found_;
};

/// The text with `***` for these parts, in any order, which may overlap.
std::string with_masks(std::string_view text, std::vector<Span> parts);

/// Whether the part of the text is joined to no letter or digit.
bool stands_alone(std::string_view text, std::size_t at, std::size_t length);

}  // namespace mongokeep::mongo
