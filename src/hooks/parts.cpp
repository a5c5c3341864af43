#include "hooks/parts.h"

#include <curl/curl.h>

namespace mongokeep::hooks {

std::vector<Part> parts() {
  return {{"libcurl", ::curl_version_info(CURLVERSION_NOW)->version}};
}

}  // namespace mongokeep::hooks
