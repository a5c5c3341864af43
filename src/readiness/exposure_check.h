#pragma once

#include <string>
#include <vector>

#include "base/files/exposure.h"
#include "mongokeep/encryption.h"
#include "mongokeep/stores.h"
#include "readiness/findings.h"

namespace mongokeep::readiness {

/// Of the connection itself, and of the files that the connection string names.
std::vector<Exposure> exposures_of_server(const std::string& uri);

/// Of the files of keys, passphrases and recipients, each file once.
std::vector<Exposure> exposures_of_keys(const Encryption& encryption, const DecryptionKeys& keys);

/// Of the files that rclone is configured by, each once.
std::vector<Exposure> exposures_of_stores(const StoresSettings& stores);

/// Adds them as warnings.
void tell_exposures(Topic topic, const std::vector<Exposure>& exposures, Findings& findings);

}  // namespace mongokeep::readiness
