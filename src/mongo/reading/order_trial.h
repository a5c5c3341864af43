#pragma once

#include "mongo/connection.h"
#include "mongo/namespace.h"
#include "mongo/reading/given_ids.h"

namespace mongokeep::mongo {

/// Whether the server has given all that stands before the last `_id`, so that a reader may go on behind that. One that
/// ignores the sort still has some of it to give, and nothing that has come so far may show it.
///
/// Of few documents the server is asked how many stand there. Of many, which come in order by no accident, it is asked
/// for the last one of them. False also where the server does not understand the question, and where documents were
/// inserted or removed there meanwhile: to begin anew costs time alone.
/// Throws Error{connection}, Error{stopped}.
bool has_given_all_before(const Client& client, const Namespace& ns, const GivenIds& given);

}  // namespace mongokeep::mongo
