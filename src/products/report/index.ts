export type { FoundPicture, ReportData, ReportLetter, Shown } from './report-data.js';
export { writeReportPage } from './report-page.js';
