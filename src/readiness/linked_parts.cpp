#include "base/part.h"
#include "extjson/parts.h"
#include "hooks/parts.h"
#include "mongo/parts.h"
#include "mongokeep/version.h"
#include "stream/parts.h"

namespace mongokeep {

std::vector<Part> linked_parts() {
  std::vector<Part> all;
  for (const std::vector<Part>& some :
       {mongo::parts(), stream::parts(), extjson::parts(), hooks::parts(), base_parts()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace mongokeep
