#pragma once

#include "extjson/bson_view.h"
#include "extjson/document_parser.h"
#include "extjson/text_buffer.h"
#include "extjson/text_tokens.h"

namespace mongokeep::extjson {

/// Whether the object that begins at `brace` is an envelope, as write_envelope() writes them: a `$bson` is its first
/// member, or stands behind an `_id`.
bool is_envelope(const TextTokens& tokens, Token brace);

/// What an envelope holds.
struct OpenedEnvelope {
  BsonView document;  ///< within what was written
  Token end;          ///< behind the envelope
};

/// Reads the envelope that begins at `brace` and gives the document within, whose bytes are checked as DocumentWriter
/// checks them, and not changed. `out` has the room that `parser` needs; `scratch` is cleared.
/// Throws WrongText where the envelope has other members, holds no document, or another's `_id`.
OpenedEnvelope open_envelope(const TextTokens& tokens, Token brace, DocumentParser& parser, char* out,
                             TextBuffer& scratch);

}  // namespace mongokeep::extjson
