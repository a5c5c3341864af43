#pragma once

#include "extjson/sse2_block.h"
#include "extjson/word_block.h"

namespace mongokeep::extjson {

/// A few bytes of text looked at together: 16 where the processor has SSE2, else 8 within a word.
/// load() reads and store() writes a whole block, whatever part of it is meant.
/// A build with MONGOKEEP_WORD_BLOCKS, which the tests have, does as any processor does.
#if defined(__SSE2__) && !defined(MONGOKEEP_WORD_BLOCKS)
using ByteBlock = Sse2Block;
#else
using ByteBlock = WordBlock;
#endif

}  // namespace mongokeep::extjson
