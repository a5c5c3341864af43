#include "mongo/wire/refusal.h"

#include "mongokeep/error.h"

namespace mongokeep::mongo::wire {

void refuse(const std::string& cause) {
  throw Error(ErrorKind::server, "accept", "the server's answer", cause,
              "Check that host and port are a MongoDB server's, and what stands between it and this machine. If they "
              "are, look into the server's log");
}

}  // namespace mongokeep::mongo::wire
