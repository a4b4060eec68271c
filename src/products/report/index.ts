export type { FoundPicture, Place, ReportData, ReportLetter, Sheet } from './report-data.js';
export { writeReportPage } from './report-page.js';
