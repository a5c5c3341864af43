#pragma once

namespace mongokeep {

/// How a document's values are put into JSON.
enum class JsonFormat {
  canonical,  ///< Extended JSON v2, canonical: carries every type back
  relaxed,    ///< Extended JSON v2, relaxed: plain numbers and dates where they are exact enough for a reader
  plain,      ///< as JSON.stringify gives a lean document: types are lost
};

}  // namespace mongokeep
