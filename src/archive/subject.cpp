#include "archive/subject.h"

namespace mongokeep::archive {

Subject subject_of(const Manifest& manifest) {
  return {manifest.database, selection_mark(manifest), manifest.text_format, !is_of_chosen_collections(manifest)};
}

BackupHead head_of(const Manifest& manifest) {
  return {manifest.started_at, manifest.finished_at, manifest.made_after, subject_of(manifest)};
}

}  // namespace mongokeep::archive
