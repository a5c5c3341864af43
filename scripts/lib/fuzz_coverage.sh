# What the inputs of the fuzz targets reach, by Clang's source-based coverage. Sourced, not run; needs common.sh.
# shellcheck shell=bash

# The tool of this name that belongs to the compiler in use.
llvm_tool() {
  local path
  path=$(clang -print-prog-name="$1")
  [[ -x $path ]] || path=$(command -v "$1-$(clang -dumpversion | cut -d. -f1)") || die "there is no $1 of clang's version"
  echo "$path"
}

# subjects_of TARGET: the files that it is about, one a line.
subjects_of() { sed -n "s/^$1 //p" "$project/fuzz/subjects.txt" | tr ' ' '\n'; }

# replay TARGET CORPUS...: runs all inputs once.
replay() {
  local folder=$project/build/fuzz-coverage profile
  profile=$folder/$1.profraw
  # A target that ends at an input has found something: scripts/fuzz without --coverage tells what.
  LLVM_PROFILE_FILE=$profile "$folder/fuzz_$1" -runs=0 -detect_leaks=0 "${@:2}" >"$folder/$1.log" 2>&1 ||
    { tail -20 "$folder/$1.log" >&2 && die "$1 does not take its inputs: see above"; }
  "$(llvm_tool llvm-profdata)" merge --sparse "$profile" --output "$folder/$1.profdata"
}

# coverage_row TARGET CORPUS...: a line of the table.
coverage_row() {
  local folder=$project/build/fuzz-coverage inputs
  local -a subjects
  mapfile -t subjects < <(subjects_of "$1")
  [[ ${#subjects[@]} -gt 0 ]] || die "fuzz/subjects.txt does not tell which files $1 is about"
  inputs=$(find "${@:2}" -type f | wc -l)
  # Clang knows a header by a way that leads through the build folder.
  "$(llvm_tool llvm-cov)" export --summary-only --instr-profile "$folder/$1.profdata" "$folder/fuzz_$1" |
    jq --raw-output --arg target "$1" --arg inputs "$inputs" '
      def share: "\(.covered) of \(.count) (\(.covered * 1000 / .count | round / 10)%)";
      def sum(part): {covered: (map(part.covered) | add), count: (map(part.count) | add)};
      [.data[0].files[] | select(.filename as $name | any($ARGS.positional[]; . as $subject | $name | endswith("/" + $subject)))] |
      if length != ($ARGS.positional | length) then error("some files of \($target) are not in its program") else . end |
      "| `\($target)` | \($inputs) | \(length) | \(sum(.summary.lines) | share) | \(sum(.summary.branches) | share) |"' \
      --args "${subjects[@]}"
}
