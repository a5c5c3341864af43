#include "extjson/token_index.h"

#include <simdjson.h>

#include <algorithm>
#include <new>

namespace mongokeep::extjson {

namespace {

constexpr std::size_t least_tokens = 16 * 1024;

}  // namespace

struct TokenIndex::Stage {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;

  void make_room(std::size_t size) {
    if (parser != nullptr && parser->capacity() >= size) return;
    const std::size_t known = parser == nullptr ? 0 : parser->capacity();
    const std::size_t capacity = std::min(longest_text, std::max({least_tokens, 2 * known, size}));
    // The depth is the second stage's.
    const auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, 1, parser);
    if (error != simdjson::SUCCESS) throw std::bad_alloc();
  }
};

TokenIndex::TokenIndex() : stage_(std::make_unique<Stage>()) {}
TokenIndex::~TokenIndex() = default;
TokenIndex::TokenIndex(TokenIndex&&) noexcept = default;
TokenIndex& TokenIndex::operator=(TokenIndex&&) noexcept = default;

bool TokenIndex::read(std::string_view text) {
  if (text.size() > longest_text) return false;
  stage_->make_room(text.size());
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  return stage_->parser->stage1(bytes, text.size(), simdjson::stage1_mode::regular) == simdjson::SUCCESS;
}

std::span<const std::uint32_t> TokenIndex::tokens() const {
  return {stage_->parser->structural_indexes.get(), stage_->parser->n_structural_indexes};
}

}  // namespace mongokeep::extjson
