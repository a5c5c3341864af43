#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mongokeep::restore {

/// Renames namespaces as mongorestore's --nsFrom and --nsTo do: in the first of a pair each `$name$` stands for any
/// characters, as few as possible, and in the second for what it stood for in the first; where the first has no `$`,
/// each `*` does, the nth for the nth, and `\` takes the next character literally. The last pair that fits counts.
class NamespaceRenaming {
 public:
  /// Throws Error{usage}: lists of different length, different numbers of `*`, a `$` without its partner, a name twice
  /// in the first of a pair or only in the second.
  NamespaceRenaming(const std::vector<std::string>& from, const std::vector<std::string>& to);

  /// `ns`, or what it is renamed to.
  std::string renamed(const std::string& ns) const;
  /// Throws Error{usage} where the first of a pair fits none of these namespaces: a slip of the pen in it would have
  /// them restored where they came from.
  void check_use(const std::vector<std::string>& namespaces) const;

  /// A piece of a pattern: literal text, or a variable of this name.
  struct Piece {
    enum class Kind { text, variable } kind;
    std::string text;
  };
  using Pattern = std::vector<Piece>;

 private:
  std::vector<std::string> from_;  ///< as given, for texts
  std::vector<std::pair<Pattern, Pattern>> pairs_;
};

}  // namespace mongokeep::restore
