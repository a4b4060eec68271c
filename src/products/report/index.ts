export type { FoundPicture, Place, ReportData, ReportLetter, Sheet, Shown } from './report-data.js';
export { writeReportPage } from './report-page.js';
