// Reads every table of the package in the working directory, keys and relations checked.
const { Package } = require('datapackage')

Package.load('datapackage.json').then(async (dataset) => {
  for (const resource of dataset.resources) {
    const rows = await resource.read({ keyed: true, relations: true })
    console.log(resource.name, rows.length)
  }
})
