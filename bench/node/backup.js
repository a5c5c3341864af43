// The Node way: Mongoose reads all documents, JSON.stringify makes the text.
//
//   node backup.js URI COLLECTION FILE
'use strict';

const fs = require('node:fs/promises');
const mongoose = require('mongoose');

async function backUp(uri, collection, file) {
  await mongoose.connect(uri);
  const Model = mongoose.model('Order', new mongoose.Schema({}, { strict: false, collection }));
  const documents = await Model.find().sort({ _id: 1 }).lean();
  await fs.writeFile(file, JSON.stringify(documents));
  await mongoose.disconnect();
}

backUp(...process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
